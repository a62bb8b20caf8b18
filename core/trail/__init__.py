"""The trail: proof that what is stored is what the portal wrote (ADR 27, docs/security/trail.md).

`keys` holds what the database does not know; `watching` has the database note every write; `sealing` puts a keyed
digest over what was noted; `anchors` keeps the heads outside of the database; `checking` compares all of it.
"""
