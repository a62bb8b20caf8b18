"""Who has work on the workbench, by their names in the cast."""

WORKERS = (
    "provincial_officer",
    "hangzhou_officer",
    "quzhou_officer",
    "xihu_county",
    "zhejiang_regulator",
    "ningbo_regulator",
    "wenzhou_regulator",
    "insurer_a_clerk",
    "insurer_a_ningbo_clerk",
    "agency",
    "builder_authority",
)
