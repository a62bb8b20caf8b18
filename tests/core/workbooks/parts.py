"""Sheet parts of some rows, plain ones and others, for hypothesis."""

from hypothesis import strategies as st

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = '</sheetData><autoFilter ref="A1:B2"/><mergeCells><mergeCell ref="A2:B3"/></mergeCells></worksheet>'
CELLS = (
    '<c r="{0}"/>',
    '<c r="{0}" s="1"/>',
    '<c r="{0}"><v>1</v></c>',
    '<c r="{0}" s="1" t="s"><v>0</v></c>',
    '<c r="{0}" t="inlineStr"><is><t>示例</t></is></c>',
    '<c r="{0}" t="e"><v>#REF!</v></c>',
    '<c r="{0}"><f>1+1</f></c>',
    '<c r="{0}"><f>1+1</f><v>2</v></c>',
    '<c r="{0}" s="2"><v>15</v></c>',
    '<c r="{0}" s="2"><v>0.15</v></c>',
    '<c r="{0}" t="str"><v><![CDATA[</row><row r="9">]]></v></c>',
    "<c r='{0}'><v>1</v></c>",
    '<c r="{0}" ><v>3</v></c >',
    '<c r="{0}"><!-- <row r="7"></row> --><v>1</v></c>',
    '<c r="{0}" t="inlineStr"><is><r><t>a</t></r><r><t>b</t></r></is></c>',
    "<c><v>4</v></c>",
)
ROWS = ('<row r="{0}">', '<row r="{0}" hidden="1">', '<row r="{0}" ht="0">', '<row r="{0}" spans="1:3" s="4">', "<row>")


@st.composite
def sheets(draw: st.DrawFn) -> str:
    """A sheet part of some rows, plain ones and others."""
    parts, number = [HEAD], 0
    for _ in range(draw(st.integers(0, 8))):
        number += draw(st.integers(1, 3))
        start = draw(st.sampled_from(ROWS)) if number > 1 else ROWS[0]
        cells = [
            draw(st.sampled_from(CELLS)).format(f"{letter}{number}")
            for letter in draw(st.sampled_from(["AB", "BD", "C", ""]))
        ]
        number = number if "{0}" in start else draw(st.just(number))
        parts += [start.format(number), *cells, "</row>", draw(st.sampled_from(["", "\n", "<!-- x -->"]))]
    return "".join([*parts, TAIL])
