//! Tables without upright lines: rows whose segments stand below each other.

use super::lines::{CellWords, Line, Segment};
use super::wrap::ends_with_leader;

/// The fewest rows of such a table.
const FEWEST_ROWS: usize = 3;

/// How many of the following lines form a table without ruling lines; zero when they do not.
pub fn rows_of_table(lines: &[Line]) -> usize {
    let rows = lines
        .iter()
        .take_while(|line| line.segments.len() >= 2 && !ends_with_leader(&line.words()))
        .collect::<Vec<_>>();
    let with_amounts = rows.iter().filter(|line| has_amount(line)).count();
    let is_table = rows.len() >= FEWEST_ROWS && with_amounts * 2 >= rows.len();
    if is_table { rows.len() } else { 0 }
}

fn has_amount(line: &Line) -> bool {
    line.segments.iter().skip(1).any(|segment| {
        let mut characters = segment.words.chars();
        characters.all(|it| it.is_ascii_digit() || ",.%-".contains(it))
            && segment.words.contains(|it: char| it.is_ascii_digit())
    })
}

/// The cells of the rows: a segment stands in the column that it overlaps most.
pub fn cells(lines: &[Line]) -> Vec<Vec<CellWords>> {
    let columns = columns(lines);
    let rows = lines.iter().map(|line| {
        let mut cells = vec![CellWords::default(); columns.len()];
        for segment in &line.segments {
            let overlap =
                |column: &(f64, f64)| segment.right.min(column.1) - segment.left.max(column.0);
            let nearest = columns
                .iter()
                .enumerate()
                .max_by(|(_, one), (_, other)| overlap(one).total_cmp(&overlap(other)));
            if let Some(cell) = nearest.and_then(|(index, _)| cells.get_mut(index)) {
                cell.words.push_str(&segment.words);
            }
        }
        cells
    });
    rows.collect()
}

/// The left and right edges of the columns, from the rows with the most segments: a heading over
/// several columns would make them one.
fn columns(lines: &[Line]) -> Vec<(f64, f64)> {
    let most = lines.iter().map(|line| line.segments.len()).max();
    let fullest = lines
        .iter()
        .filter(|line| Some(line.segments.len()) == most);
    let mut columns: Vec<(f64, f64)> = Vec::new();
    let mut segments: Vec<&Segment> = fullest.flat_map(|line| &line.segments).collect();
    segments.sort_by(|one, other| one.left.total_cmp(&other.left));
    for segment in segments {
        match columns.last_mut() {
            Some(column) if segment.left < column.1 => column.1 = column.1.max(segment.right),
            _ => columns.push((segment.left, segment.right)),
        }
    }
    columns
}

#[cfg(test)]
mod tests {
    use super::super::lines::lines;
    use super::super::lines::tests::letters;
    use super::*;

    fn page(rows: &[&[(&str, f64)]]) -> Vec<Line> {
        let mut all = Vec::new();
        for (row, segments) in rows.iter().enumerate() {
            let base = 20.0 * (row as f64 + 1.0);
            for (words, left) in *segments {
                all.extend(letters(words, *left, base));
            }
        }
        lines(all)
    }

    #[test]
    fn columns_are_found_by_position() {
        let lines = page(&[
            &[("项目", 10.0), ("合计", 150.0), ("基本支出", 250.0)],
            &[("行政运行", 10.0), ("120.00", 150.0), ("70.00", 260.0)],
            &[("合计", 10.0), ("70.00", 255.0)],
            &[("（一）收入预算情况说明", 10.0)],
        ]);
        assert_eq!(rows_of_table(&lines), 3);
        let cells: Vec<Vec<String>> = cells(&lines[..3])
            .into_iter()
            .map(|row| row.into_iter().map(|cell| cell.words).collect())
            .collect();
        assert_eq!(cells[1], ["行政运行", "120.00", "70.00"]);
        assert_eq!(cells[2], ["合计", "", "70.00"]);
    }

    #[test]
    fn the_table_of_contents_is_no_table() {
        let entry: &[(&str, f64)] = &[("一、概况......", 10.0), ("12", 250.0)];
        assert_eq!(rows_of_table(&page(&[entry; 4])), 0);
    }

    #[test]
    fn words_in_two_columns_are_no_table() {
        let lines = page(&[
            &[("部门：局", 10.0), ("单位：万元", 250.0)],
            &[("局长", 10.0), ("日期", 250.0)],
            &[("电话", 10.0), ("地址", 250.0)],
        ]);
        assert_eq!(rows_of_table(&lines), 0);
    }
}
