"""The sentences that tell people why a whole file was refused and what to do (contract, section 4)."""

from collections.abc import Sequence
from typing import Final

from core.workbooks.model import AnyLayout, Limits, Refused

_MESSAGES: Final[dict[tuple[str, str], str]] = {
    ("not-a-workbook", ""): "文件不是可识别的电子表格，请上传 .xlsx、.xls 或 .csv 文件，建议使用本系统下载的模板。",
    ("not-a-workbook", "empty"): "文件是空的（0 字节），请重新导出或保存后再上传。",
    ("not-a-workbook", "suffix"): "文件扩展名不受支持，请另存为 .xlsx、.xls 或 .csv 后再上传。",
    ("not-a-workbook", "suffix-differs"): "文件内容与扩展名不符，请用电子表格软件打开并另存为 .xlsx 后再上传。",
    ("not-a-workbook", "magic"): "文件内容不是电子表格（可能由网页、图片等改名而来），请另存为 .xlsx 后再上传。",
    ("not-a-workbook", "other-format"): "文件是其他办公软件格式，请在电子表格软件中另存为 .xlsx 后再上传。",
    ("not-a-workbook", "encoding"): "CSV 文件的编码不是 UTF-8、带标记的 UTF-16 或 GB 18030，请另存为 .xlsx 或“CSV UTF-8”后再上传。",
    ("encrypted", ""): "文件设有打开密码，无法读取，请取消密码后重新保存并上传。",
    ("macro", ""): "文件含有宏，为安全起见不予接收，请另存为不含宏的 .xlsx 工作簿后再上传。",
    ("too-large", ""): "文件超过 {size} MiB，请拆分为多个文件后分别上传。",
    ("bomb", ""): "文件解压后超过 {unpacked} MiB 或占用内存过多，请将数据复制到新模板后再上传。",
    ("bomb", "dtd"): "文件的内部结构含有文档类型或实体声明，为安全起见不予接收，请将数据复制到新模板后再上传。",
    ("too-many-rows", ""): "数据超出上限（{rows} 行、表头 {columns} 列、{cells} 个单元格），请拆分后再上传。",
    ("too-many-rows", "rows"): "数据行超过 {rows} 行，请拆分为多个文件后分别上传。",
    ("too-many-rows", "columns"): "表头超过 {columns} 列，请删除与模板无关的列后再上传。",
    ("too-many-rows", "cells"): "工作表已用区域超过 {cells} 个单元格，请删除数据以外的行和列后再上传。",
    ("no-sheet", ""): "没有找到“{sheet}”的表头：前 10 行内没有任何一行含有半数以上必填列，请使用模板的表头。",
    ("missing-columns", ""): "表头缺少必填列：{missing}。请对照模板补齐这些列后再上传。",
    ("unreadable", ""): "文件已损坏或不完整，无法读取，请用电子表格软件打开并另存后再上传。",
    ("unreadable", "entry-names"): "文件的内部条目重复或带有路径，结构异常，请用电子表格软件打开并另存后再上传。",
    ("unreadable", "parts"): "文件缺少必要的组成部分，无法读取，请用电子表格软件打开并另存后再上传。",
    ("unreadable", "csv"): "CSV 文件中有不成对的双引号，或有单元格过长，无法分清各行，请改正后或另存为 .xlsx 后再上传。",
    ("timeout", ""): "读取文件超时，请删除多余的格式、空白行列或拆分文件后再上传。",
}  # fmt: skip


def refuse(
    code: str, detail: str, layout: AnyLayout, limits: Limits, missing: Sequence[tuple[str, str]] = ()
) -> Refused:
    """The refusal `code` with its sentence; `detail` chooses among several.

    `missing` are titles, each with the title found that resembles it most (empty for none).
    """
    text = _MESSAGES.get((code, detail)) or _MESSAGES[code, ""]
    return Refused(
        code,
        text.format(
            size=limits.size >> 20,
            unpacked=limits.unpacked >> 20,
            rows=limits.rows,
            columns=limits.columns,
            cells=limits.cells,
            sheet=layout.sheet,
            missing="、".join(_with_nearest(title, near) for title, near in missing),
        ),
    )


def _with_nearest(title: str, near: str) -> str:
    return f"{title}（表中的“{near}”与之最接近）" if near else title
