#!/usr/bin/env python3
"""Makes the Word and Excel files under tests/documents/office from the drafts in tests/documents.

    python3 -m venv venv && venv/bin/pip install python-docx openpyxl msoffcrypto-tool
    venv/bin/python tests/import/make.py

The PDF files there were made from some of them by hand, with LibreOffice:

    libreoffice --headless --convert-to pdf --outdir tests/documents/office tests/documents/office/NAME.docx

The drafts are of departments that do not exist; nothing here comes from a real document.
"""

import io
import re
import zipfile
from pathlib import Path

import docx
import msoffcrypto.format.ooxml
import openpyxl
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

HERE = Path(__file__).resolve().parent
DOCUMENTS = HERE.parent / "documents"
OFFICE = DOCUMENTS / "office"

CONTENTS_ENTRY = re.compile(r"^(.*?)\.{3,}\t(\d+)$")
NUMBER = re.compile(r"^-?\d{1,3}(,\d{3})+(\.\d+)?$|^-?\d+\.\d+$")
PERCENT = re.compile(r"^-?\d+(\.\d+)?%$")
CAPTION = re.compile(r"^(表|附表|公开|预算公开|部门公开|（?\d{4}年).{0,60}$|.*表(（.*）)?$|(部门|编制|单位|金额单位|公开).{0,8}[：:].*$")


def blocks(source):
    """The paragraphs and tables of a draft: ("text", line) and ("table", rows)."""
    found, rows, cells = [], [], None

    def end_table():
        nonlocal rows
        if rows:
            width = max(len(row) for row in rows)
            found.append(("table", [row + [""] * (width - len(row)) for row in rows]))
        rows = []

    lines = source.split("\n")
    for index, line in enumerate(lines):
        one_cell_a_line = line.startswith("\t") and line.count("\t") == 1
        if line.startswith("|"):
            if not re.fullmatch(r"[|\-: ]+", line):
                rows.append([cell.strip() for cell in line.strip("|").split("|")])
        elif one_cell_a_line:
            # One cell a line; an empty line ends the row.
            cells = [] if cells is None else cells
            cells.append(line.strip())
            continue
        elif "\t" in line and not CONTENTS_ENTRY.match(line):
            rows.append(line.split("\t"))
        elif line.strip() == "" and cells is not None:
            row = cells[:-1] if cells and cells[-1] == "" else cells
            cells = None
            if row:
                rows.append(row)
            continue
        elif line.strip() == "" and rows and any("\t" in it for it in lines[index + 1 : index + 2]):
            continue  # A page break inside a table.
        else:
            end_table()
            if line.strip():
                found.append(("text", line.strip()))
    end_table()
    return found


def header_rows(rows):
    """The rows before the first that holds an amount or a code."""
    for index, row in enumerate(rows):
        if any(re.fullmatch(r"-?[\d,]+(\.\d+)?|\d{3,}", cell) for cell in row):
            return min(index, 3)
    return min(len(rows), 1)


def header_merges(rows):
    """Cells of the header that have empty ones to their right: (row, first, last)."""
    merges = []
    for index in range(header_rows(rows)):
        row = rows[index]
        start = None
        for column in range(len(row) + 1):
            empty = column < len(row) and row[column] == ""
            above = index > 0 and column < len(row) and rows[index - 1][column] != ""
            if empty and start is not None and not above:
                continue
            if start is not None and column - start > 1:
                merges.append((index, start, column - 1))
            start = column if column < len(row) and row[column] != "" else None
    return merges


def add_table(document, rows, merged):
    table = document.add_table(rows=len(rows), cols=len(rows[0]))
    table.style = "Table Grid"
    # Far faster than table.cell(), which walks the grid each time.
    grid = [[tc for tc in row._tr.tc_lst] for row in table.rows]
    for row, tcs in zip(rows, grid):
        for words, tc in zip(row, tcs):
            if words:
                run = OxmlElement("w:r")
                text = OxmlElement("w:t")
                text.text = words
                text.set(qn("xml:space"), "preserve")
                run.append(text)
                tc.p_lst[0].append(run)
    if merged:
        for row, first, last in header_merges(rows):
            head = grid[row][first]
            head.grid_span = last - first + 1
            for tc in grid[row][first + 1 : last + 1]:
                tc.getparent().remove(tc)
    return table


def in_chinese_font(document):
    style = document.styles["Normal"]
    style.font.size = docx.shared.Pt(9)
    fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
    fonts.set(qn("w:eastAsia"), "Noto Sans CJK SC")


def write_docx(source, path, merged=True):
    document = docx.Document()
    in_chinese_font(document)
    for kind, content in blocks(source):
        if kind == "table":
            add_table(document, content, merged)
        else:
            content = content.lstrip("# ")
            document.add_paragraph(content.replace("**", ""))
    document.save(path)
    settle(path)


def put(sheet, row, column, words):
    """A cell as a person would type it: amounts as numbers with a format, all else as text."""
    cell = sheet.cell(row=row, column=column)
    if NUMBER.match(words):
        decimals = len(words.partition(".")[2])
        form = "#,##0" if "," in words else "0"
        cell.value = float(words.replace(",", "")) if decimals else int(words.replace(",", ""))
        cell.number_format = form + ("." + "0" * decimals if decimals else "")
    elif PERCENT.match(words):
        decimals = len(words.rstrip("%").partition(".")[2])
        cell.value = round(float(words.rstrip("%")) / 100, decimals + 2)
        cell.number_format = "0" + ("." + "0" * decimals if decimals else "") + "%"
    elif words:
        cell.value = words
        cell.number_format = "@"


def write_xlsx(source, path):
    """One sheet a table with the lines above it, and one a stretch of narrative."""
    book = openpyxl.Workbook()
    book.remove(book.active)
    lines = []

    def add_sheet(name):
        return book.create_sheet(f"{len(book.sheetnames) + 1}.{name}")

    def add_narrative(lines):
        if lines:
            sheet = add_sheet("说明")
            for row, line in enumerate(lines, 1):
                sheet.cell(row=row, column=1).value = line

    for kind, content in blocks(source):
        if kind == "text":
            lines.append(content.lstrip("# ").replace("**", ""))
            continue
        captions = []
        while lines and len(captions) < 5 and CAPTION.match(lines[-1]):
            captions.insert(0, lines.pop())
        add_narrative(lines)
        lines = []
        sheet = add_sheet("表")
        width = len(content[0])
        for row, caption in enumerate(captions, 1):
            sheet.cell(row=row, column=1).value = caption
            sheet.cell(row=row, column=1).alignment = Alignment(horizontal="center")
            if width > 1:
                sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=width)
        top = len(captions) + 1
        for row, cells in enumerate(content, top):
            for column, words in enumerate(cells, 1):
                put(sheet, row, column, words)
        for row, first, last in header_merges(content):
            span = f"{get_column_letter(first + 1)}{row + top}:{get_column_letter(last + 1)}{row + top}"
            sheet.merge_cells(span)
    add_narrative(lines)
    book.save(path)
    settle(path)


def settle(path):
    """The same bytes on every run: fixed dates, no picture of the template."""
    with zipfile.ZipFile(path) as archive:
        parts = [(info.filename, archive.read(info)) for info in archive.infolist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts:
            if name == "docProps/core.xml":
                content = re.sub(rb"20\d\d-\d\d-\d\dT[\d:]+Z", b"2026-01-01T00:00:00Z", content)
            info = zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)


def add_part(path, additions, replacements=()):
    """Adds parts to a package, and replaces words in those that are there."""
    with zipfile.ZipFile(path) as archive:
        parts = {info.filename: archive.read(info) for info in archive.infolist()}
    for name, old, new in replacements:
        assert old in parts[name], f"{old} is not in {name}"
        parts[name] = parts[name].replace(old, new, 1)
    parts.update(additions)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name, (2026, 1, 1, 0, 0, 0)), content, zipfile.ZIP_DEFLATED)


W = nsdecls("w")


def run(words, kind="t"):
    return f'<w:r {W}><w:{kind} xml:space="preserve">{words}</w:{kind}></w:r>'


def change(kind, content):
    return parse_xml(f'<w:{kind} {W} w:id="1" w:author="审核" w:date="2026-01-01T00:00:00Z">{content}</w:{kind}>')


def write_features(path):
    """Merged cells, a footnote, tracked changes, automatic numbers, and TABs in a paragraph."""
    document = docx.Document()
    in_chinese_font(document)
    for words in ["青禾县文化馆2025年度单位预算公开", "第二部分 2025年单位预算表", "2025年预算支出总表"]:
        document.add_paragraph(words)
    document.add_paragraph("单位名称：青禾县文化馆\t\t单位：万元")
    rows = [
        ["科目", "", "合计", "其中", ""],
        ["编码", "名称", "", "基本支出", "项目支出"],
        ["合计", "", "120.00", "70.00", "50.00"],
        ["207", "文化旅游体育与传媒支出", "120.00", "70.00", "50.00"],
        ["20701", "文化和旅游", "120.00", "70.00", "50.00"],
        ["2070109", "群众文化", "", "70.00", "50.00"],
        ["2070199", "其他文化和旅游支出", "9.00", "9.00", ""],
    ]
    table = add_table(document, rows, merged=False)
    table.cell(0, 0).merge(table.cell(0, 1))
    table.cell(0, 3).merge(table.cell(0, 4))
    table.cell(0, 2).merge(table.cell(1, 2))
    amount = table.cell(5, 2).paragraphs[0]._p
    amount.append(change("del", run("130.00", "delText")))
    amount.append(change("ins", run("120.00")))
    deleted = table.rows[6]._tr
    deleted.get_or_add_trPr().append(parse_xml(f'<w:del {W} w:id="2" w:author="审核"/>'))
    document.add_paragraph("第三部分 2025年度单位预算情况说明")
    numbered = document.add_paragraph("支出预算情况说明", style="List Number")
    assert numbered.style.element.pPr.numPr is not None
    paragraph = document.add_paragraph("2025年支出预算120.00万元")
    paragraph._p.append(
        parse_xml(f'<w:r {W}><w:footnoteReference w:id="2"/></w:r>')
    )
    paragraph.add_run("，其中：基本支出70.00万元，项目支出50.00万元。")
    document.save(path)
    note = (
        f'<w:footnotes {W}><w:footnote w:type="separator" w:id="0"><w:p/></w:footnote>'
        f'<w:footnote w:id="2"><w:p>{run("不含上年结转。")}</w:p></w:footnote></w:footnotes>'
    )
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
    link = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    add_part(
        path,
        {"word/footnotes.xml": note.encode()},
        [
            (
                "[Content_Types].xml",
                b"</Types>",
                f'<Override PartName="/word/footnotes.xml" ContentType="{kind}"/></Types>'.encode(),
            ),
            (
                "word/_rels/document.xml.rels",
                b"</Relationships>",
                f'<Relationship Id="rIdNotes" Type="{link}" Target="footnotes.xml"/></Relationships>'.encode(),
            ),
        ],
    )


def write_formats(path):
    """Cells whose number formats decide what is seen, merged cells, a hidden row and sheet."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "预算支出总表"
    sheet["A1"] = "2025年预算支出总表"
    sheet.merge_cells("A1:F1")
    sheet["A2"] = "单位名称：青禾县文化馆"
    sheet["F2"] = "单位：万元"
    for column, words in enumerate(["科目编码", "科目名称", "合计", "基本支出", "项目支出", "占比"], 1):
        sheet.cell(row=3, column=column).value = words
    rows = [
        ("合计", None, 1203.4, 703.4, 500, 1),
        (207, "文化旅游体育与传媒支出", 1203.4, 703.4, 500, 1),
        (20701, "文化和旅游", 1203.4, 703.4, 500, 1),
        (2070109, "群众文化", 1000.1 + 200.2, 700.3, 500, 0.9975),
        (2070199, "其他文化和旅游支出", 3.1, 3.1, None, 0.0026),
    ]
    for row, cells in enumerate(rows, 4):
        for column, value in enumerate(cells, 1):
            cell = sheet.cell(row=row, column=column)
            cell.value = value
            if column in (3, 4, 5):
                cell.number_format = "#,##0.00"
            if column == 6:
                cell.number_format = "0.00%"
    sheet["C7"].value = "=D7+E7"
    sheet["A9"] = "注：本表金额为当年预算安排。"
    sheet.merge_cells("A9:F9")
    hidden = book.create_sheet("底稿")
    hidden["A1"] = "不公开的计算"
    hidden.sheet_state = "hidden"
    book.save(path)
    # A formula is saved with the value that Excel last computed; openpyxl leaves it out.
    add_part(path, {}, [("xl/worksheets/sheet1.xml", b"<f>D7+E7</f><v></v>", b"<f>D7+E7</f><v>1200.3000000000002</v>")])


def with_macros(source, path, main, kind):
    path.write_bytes(source.read_bytes())
    application = f"application/vnd.ms-{kind}"
    with zipfile.ZipFile(source) as archive:
        types = archive.read("[Content_Types].xml").decode()
    plain = re.search(rf'PartName="/{main}" ContentType="([^"]+)"', types)
    plain = plain or re.search(rf'ContentType="([^"]+)" PartName="/{main}"', types)
    macros = types.replace(plain.group(1), f"{application}.main+xml")
    macros = macros.replace(
        "</Types>", '<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/></Types>'
    )
    folder = main.split("/")[0]
    add_part(
        path,
        {"[Content_Types].xml": macros.encode(), f"{folder}/vbaProject.bin": b"Sub AutoOpen()\r\nEnd Sub\r\n"},
    )


def encrypt(source, path):
    with open(source, "rb") as plain, open(path, "wb") as encrypted:
        msoffcrypto.format.ooxml.OOXMLFile(io.BytesIO(plain.read())).encrypt("yusuan", encrypted)


def main():
    OFFICE.mkdir(exist_ok=True)
    for source in sorted((DOCUMENTS / "planted").glob("*.yusuan.*")):
        name = source.name.partition(".yusuan")[0]
        text = source.read_text(encoding="utf-8")
        write_docx(text, OFFICE / f"{name}.planted.docx")
        if any(kind == "table" for kind, _ in blocks(text)):
            write_xlsx(text, OFFICE / f"{name}.planted.xlsx")
    for name in ["qinghe-commerce-budget-2026", "lanqiao-greening-final-account-2024", "jichuan-water-budget-2023"]:
        text = (DOCUMENTS / "clean" / f"{name}.yusuan.txt").read_text(encoding="utf-8")
        write_docx(text, OFFICE / f"{name}.docx")
        write_xlsx(text, OFFICE / f"{name}.xlsx")
    write_features(OFFICE / "features.docx")
    write_formats(OFFICE / "formats.xlsx")
    with_macros(
        OFFICE / "features.docx", OFFICE / "macros.docm", "word/document.xml", "word.document.macroEnabled"
    )
    with_macros(OFFICE / "formats.xlsx", OFFICE / "macros.xlsm", "xl/workbook.xml", "excel.sheet.macroEnabled")
    encrypt(OFFICE / "features.docx", OFFICE / "encrypted.docx")
    encrypt(OFFICE / "formats.xlsx", OFFICE / "encrypted.xlsx")


if __name__ == "__main__":
    main()
