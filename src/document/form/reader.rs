//! Reads forms from the rows of their tables.

use rust_decimal::Decimal;

use crate::document::normalise::normalise;
use crate::document::number::next_number;
use crate::document::{CellContent, Figure, FigureId, Row, Table, TableKind, Unit};
use crate::text::Span;

use super::{
    CostLimit, EvaluatedIndicator, Field, Form, FormContent, Funds, ListedProject, OverallForm,
    ProjectForm, SelfEvaluation, Task,
};

/// Reads every form of a disclosure.
pub(crate) fn read_forms(text: &str, tables: &[Table], figures: &[Figure]) -> Vec<Form> {
    tables
        .iter()
        .enumerate()
        .filter_map(|(index, table)| {
            let reader = FormReader {
                text,
                table,
                figures,
            };
            Some(Form {
                table: index,
                content: reader.read()?,
            })
        })
        .collect()
}

struct FormReader<'a> {
    text: &'a str,
    table: &'a Table,
    figures: &'a [Figure],
}

/// A cell that is not blank.
#[derive(Debug, Clone)]
struct Printed {
    column: usize,
    words: String,
    span: Span,
    figure: Option<FigureId>,
}

impl FormReader<'_> {
    fn read(&self) -> Option<FormContent> {
        match self.table.kind {
            TableKind::ProjectTarget => Some(match self.project_list() {
                Some(list) => FormContent::ProjectList(list),
                None => FormContent::Project(self.project()),
            }),
            TableKind::OverallTarget => Some(FormContent::Overall(self.overall())),
            TableKind::SelfEvaluation => Some(FormContent::SelfEvaluation(self.self_evaluation())),
            _ => None,
        }
    }

    /// The cells of a row that are not blank.
    fn printed(&self, row: &Row) -> Vec<Printed> {
        let cells = row.cells.iter().enumerate();
        cells
            .filter_map(|(column, cell)| {
                let words = normalise(cell.span.get(self.text).unwrap_or_default());
                let figure = match cell.content {
                    CellContent::Figure(id) => Some(id),
                    _ => None,
                };
                (!words.is_empty()).then_some(Printed {
                    column,
                    words,
                    span: cell.span,
                    figure,
                })
            })
            .collect()
    }

    fn unit(&self, figure: FigureId) -> Option<Unit> {
        Some(self.figures.get(figure.0 as usize)?.unit)
    }

    fn project(&self) -> ProjectForm {
        let mut form = ProjectForm::default();
        let mut in_funds = false;
        for row in &self.table.rows {
            let cells = self.printed(row);
            if let Some(at) = cells
                .iter()
                .position(|cell| cell.words.trim_end_matches(':') == "项目名称")
            {
                let name = cells.get(at + 1);
                form.name = form
                    .name
                    .take()
                    .or(name.map(|name| (name.words.clone(), name.span)));
            }
            form.cost_limits.extend(self.cost_limits(&cells));
            let totals = fields(&cells);
            let totals: Vec<&Field> = totals
                .iter()
                .filter(|field| field.label.ends_with("资金总额"))
                .collect();
            if !totals.is_empty() {
                in_funds = true;
                for field in totals {
                    let annual = field.label.contains("年度");
                    let funds = if annual {
                        &mut form.annual
                    } else {
                        &mut form.life
                    };
                    funds.total = funds.total.or(Some(field.figure));
                }
                continue;
            }
            in_funds &= cells
                .first()
                .is_none_or(|_| cells.iter().any(|cell| is_source(&cell.words)));
            if in_funds {
                self.sources(&cells, &mut form);
            }
        }
        form
    }

    /// The sources of a row: those of the whole period first, those of the year second.
    fn sources(&self, cells: &[Printed], form: &mut ProjectForm) {
        let mut block = 0;
        let mut labelled = false;
        for cell in cells {
            if is_source(&cell.words) {
                block += 1;
                labelled = true;
                continue;
            }
            if let Some(figure) = cell.figure.filter(|_| labelled) {
                let funds = if block == 1 {
                    &mut form.life
                } else {
                    &mut form.annual
                };
                funds.sources.push(figure);
            }
            labelled = false;
        }
    }

    /// 成本指标 | 系统运维成本 | ≤6万元 | 成本指标 | 系统运维成本 | ≤5万元.
    fn cost_limits(&self, cells: &[Printed]) -> Vec<CostLimit> {
        let mut limits = Vec::new();
        let mut blocks = 0;
        let mut since = 0;
        for cell in cells {
            if cell.words == "成本指标" {
                blocks += 1;
                since = 0;
                continue;
            }
            since += 1;
            // The name comes first, the value second.
            if blocks == 0 || since != 2 {
                continue;
            }
            if let Some(yuan) = limit_in_yuan(&cell.words) {
                limits.push(CostLimit {
                    span: cell.span,
                    yuan,
                    annual: blocks > 1,
                });
            }
        }
        limits
    }

    /// A table whose header names 资金总额 and its sources as columns.
    fn project_list(&self) -> Option<Vec<ListedProject>> {
        let rows = &self.table.rows;
        let header = rows.iter().position(|row| {
            let cells = self.printed(row);
            let has = |words: &str| cells.iter().any(|cell| cell.words == words);
            has("资金总额") && (has("政府预算资金") || has("财政拨款"))
        })?;
        let columns = self.printed(rows.get(header)?);
        let total = columns.iter().find(|cell| cell.words == "资金总额")?.column;
        let sources: Vec<usize> = columns
            .iter()
            .filter(|cell| cell.words.ends_with("资金") || cell.words == "财政拨款")
            .map(|cell| cell.column)
            .collect();
        let mut listed: Vec<ListedProject> = Vec::new();
        for row in rows.iter().skip(header + 1) {
            let cells = self.printed(row);
            listed.extend(listed_project(&cells, total, &sources));
            let inputs = fields(&cells);
            let inputs = inputs
                .into_iter()
                .filter(|field| field.label.ends_with("投入资金"));
            if let Some(project) = listed.last_mut() {
                project.inputs.extend(inputs);
            }
        }
        Some(listed)
    }

    fn overall(&self) -> OverallForm {
        let mut form = OverallForm::default();
        for row in &self.table.rows {
            for field in fields(&self.printed(row)) {
                let money = matches!(
                    self.unit(field.figure),
                    Some(Unit::TenThousandYuan | Unit::Yuan | Unit::Unknown)
                );
                let label = field.label.as_str();
                if COUNTS.iter().any(|count| label.contains(count)) {
                    form.counts.push(field);
                } else if !money {
                    continue;
                } else if label == "合计" || label.contains("预算总额") {
                    let funds = match form.by_source.total {
                        None => &mut form.by_source,
                        Some(_) => &mut form.by_nature,
                    };
                    funds.total = funds.total.or(Some(field.figure));
                } else if label.ends_with("基本支出") {
                    form.basic = form.basic.or(Some(field.figure));
                    form.by_nature.sources.push(field.figure);
                } else if label.ends_with("项目支出") {
                    form.project = form.project.or(Some(field.figure));
                    form.by_nature.sources.push(field.figure);
                } else if label.ends_with("资金") && form.by_source.total.is_some() {
                    form.by_source.sources.push(field.figure);
                }
            }
        }
        form
    }

    fn self_evaluation(&self) -> SelfEvaluation {
        let mut form = SelfEvaluation::default();
        for row in &self.table.rows {
            let cells = self.printed(row);
            let figures: Vec<FigureId> = cells.iter().filter_map(|cell| cell.figure).collect();
            let fields = fields(&cells);
            form.budgets.extend(
                fields
                    .into_iter()
                    .filter(|field| field.label.contains("年初预算")),
            );
            let name = cells.iter().rfind(|cell| {
                cell.figure.is_none() && cell.words.chars().count() >= SHORTEST_INDICATOR
            });
            if let (Some(name), [granted, spent, rate, weight, score]) = (name, figures.as_slice())
                && self.unit(*rate) == Some(Unit::Percent)
            {
                form.tasks.push(Task {
                    name: name.words.clone(),
                    granted: *granted,
                    spent: *spent,
                    rate: *rate,
                    weight: *weight,
                    score: *score,
                });
            } else if let (Some(name), [values @ .., weight, score]) = (name, figures.as_slice())
                && !values.is_empty()
                && !form.tasks.is_empty()
            {
                form.indicators.push(EvaluatedIndicator {
                    name: name.words.clone(),
                    name_span: name.span,
                    values: values.to_vec(),
                    weight: *weight,
                    score: *score,
                });
            } else if let [only] = figures.as_slice()
                && form.indicators.len() > 1
            {
                form.total_score = Some(*only);
            }
        }
        form
    }
}

/// The numbers of a row with the label before each.
fn fields(cells: &[Printed]) -> Vec<Field> {
    let pairs = cells.iter().zip(cells.iter().skip(1));
    pairs
        .filter(|(label, _)| label.figure.is_none())
        .filter_map(|(label, cell)| {
            Some(Field {
                label: label.words.trim_end_matches(':').to_owned(),
                label_span: label.span,
                figure: cell.figure?,
            })
        })
        .collect()
}

/// A row of a list of projects; none for a row that continues the one before.
fn listed_project(cells: &[Printed], total: usize, sources: &[usize]) -> Option<ListedProject> {
    let figure = |column: usize| {
        let cell = cells.iter().find(|cell| cell.column == column)?;
        cell.figure
    };
    let at = |before: usize| cells.iter().find(|cell| cell.column + before == total);
    let name = at(1);
    let code = at(2).map(|code| code.words.clone()).unwrap_or_default();
    let place = name.or(at(2))?;
    let is_project = code.len() >= SHORTEST_PROJECT_CODE;
    if is_project && name.is_none() {
        return None;
    }
    let printed: Vec<(usize, FigureId)> = sources
        .iter()
        .filter_map(|column| Some((*column, figure(*column)?)))
        .collect();
    Some(ListedProject {
        code,
        name: name.map(|name| name.words.clone()).unwrap_or_default(),
        name_span: place.span,
        is_project,
        funds: Funds {
            total: Some(figure(total)?),
            sources: printed.iter().map(|(_, figure)| *figure).collect(),
            columns: printed.iter().map(|(column, _)| *column).collect(),
        },
        inputs: Vec::new(),
    })
}

/// Codes of projects are longer than those of units.
const SHORTEST_PROJECT_CODE: usize = 10;

/// Shorter words are signs and units: ≥, %.
const SHORTEST_INDICATOR: usize = 3;

/// Labels of counts.
const COUNTS: [&str; 5] = ["部门数", "单位数", "编制数", "人员数", "人员总数"];

/// Words that name where a project's money comes from.
fn is_source(words: &str) -> bool {
    let label = words.trim_end_matches(':');
    ["财政资金", "财政资", "自筹", "自筹资金", "其他资金"]
        .iter()
        .any(|ending| label.ends_with(ending))
}

/// ≤6万元 in yuan; none for a price of one thing (763元/人/月) and for other values.
fn limit_in_yuan(words: &str) -> Option<Decimal> {
    let limit = words.strip_prefix(['≤', '<', '=']).unwrap_or(words);
    let limit = limit.strip_prefix('=').unwrap_or(limit);
    let number = next_number(limit, 0).filter(|number| number.start == 0)?;
    let factor = match limit.get(number.end..)?.trim() {
        "万元" => 10_000,
        "元" => 1,
        _ => return None,
    };
    number.value.checked_mul(Decimal::from(factor))
}
