//! Binds the amounts of the narrative to the cells that they restate (domain specification §5.0).

use std::collections::BTreeMap;

use crate::document::normalise::{beginning_of, end_of, normalise};
use crate::document::{
    Disclosure, Figure, FigureId, FigureIndex, Fund, Mention, ProseKind, ProseLine, Statement,
    StatementPlace, Unit, printed_years, subject_path,
};
use crate::text::Span;

use super::cells::{agreed, printings};
use super::dictionary::{Meaning, meaning, scope};
use super::{Indicator, Quantity, Restatement, Scope};

/// What the binding looks at.
pub(crate) struct Narrative<'a> {
    /// The text of the disclosure.
    pub(crate) text: &'a str,
    /// The document is a final account.
    pub(crate) final_account: bool,
    /// The fiscal year.
    pub(crate) fiscal_year: Option<u16>,
    /// The lines of prose.
    pub(crate) prose: &'a [ProseLine],
    /// The statements.
    pub(crate) statements: &'a [Statement],
    /// The figures.
    pub(crate) figures: &'a [Figure],
    /// The figures of the tables.
    pub(crate) index: &'a FigureIndex,
}

/// Every amount of the narrative whose words name a quantity, with the cell that it restates.
pub(crate) fn bind(narrative: &Narrative<'_>) -> Vec<Restatement> {
    let binder = Binder::new(narrative);
    let mut restatements: Vec<Restatement> = narrative
        .statements
        .iter()
        .filter(|statement| statement.place == StatementPlace::Prose)
        .filter(|statement| !binder.speaks_of_targets(statement))
        .flat_map(|statement| binder.statement(statement))
        .collect();
    restatements.sort_by_key(|restatement| restatement.mention);
    restatements
}

/// The initial budgets that a final account names, each with the indicator that it is the budget
/// of: what the budget of the same year printed.
pub(super) fn initial_budgets(disclosure: &Disclosure) -> Vec<Restatement> {
    let narrative = Narrative {
        text: &disclosure.text,
        // The words are to be understood as those of the budget.
        final_account: false,
        fiscal_year: disclosure.fiscal_year,
        prose: &disclosure.prose,
        statements: &disclosure.statements,
        figures: &disclosure.figures,
        index: &disclosure.index,
    };
    let binder = Binder::new(&narrative);
    let statements = disclosure.statements.iter();
    statements
        .filter(|statement| statement.place == StatementPlace::Prose)
        .filter(|statement| !binder.speaks_of_targets(statement))
        .flat_map(|statement| {
            let mentions = statement.mentions.iter();
            mentions.filter_map(|mention| binder.initial_budget(statement, mention))
        })
        .collect()
}

/// Words of sentences whose amounts are those of projects or targets, whatever they are called.
const TARGETS: [&str; 5] = ["绩效", "涉及资金", "涉及金额", "项目概况", "立项依据"];

/// What a final account calls the budget at the start of the year.
const INITIAL_BUDGET: &str = "年初预算";

/// Marks and words that may stand between an indicator and its amount.
const BETWEEN: &str = "为是计达共约合总安排预算决算数额:*\" ";

struct Binder<'a> {
    narrative: &'a Narrative<'a>,
    /// The words of the mention that states a figure.
    labels: BTreeMap<FigureId, &'a str>,
    /// The figure that a figure is a part of.
    heads: BTreeMap<FigureId, FigureId>,
    /// Amounts of changes, and prior figures.
    of_changes: Vec<FigureId>,
}

impl<'a> Binder<'a> {
    fn new(narrative: &'a Narrative<'a>) -> Self {
        let statements = narrative.statements;
        let mentions = statements.iter().flat_map(|statement| &statement.mentions);
        let enumerations = statements
            .iter()
            .flat_map(|statement| &statement.enumerations);
        let changes = statements.iter().flat_map(|statement| &statement.changes);
        let mut of_changes: Vec<FigureId> = changes
            .flat_map(|change| [change.amount, change.prior])
            .flatten()
            .collect();
        of_changes.sort_unstable();
        Self {
            narrative,
            labels: mentions
                .map(|mention| (mention.figure, mention.label.as_str()))
                .collect(),
            heads: enumerations
                .flat_map(|list| list.items.iter().map(|item| (item.figure, list.head)))
                .collect(),
            of_changes,
        }
    }

    fn words(&self, span: Span) -> &'a str {
        span.get(self.narrative.text).unwrap_or_default()
    }

    fn figure(&self, id: FigureId) -> Option<&'a Figure> {
        self.narrative.figures.get(id.0 as usize)
    }

    fn speaks_of_targets(&self, statement: &Statement) -> bool {
        let words = self.words(statement.span);
        TARGETS.iter().any(|target| words.contains(target))
            || self
                .heading(statement.span.start)
                .is_some_and(|heading| heading.contains("绩效"))
    }

    /// The words of the heading that a place stands under.
    fn heading(&self, at: usize) -> Option<&'a str> {
        let before = self
            .narrative
            .prose
            .partition_point(|line| line.span.start <= at);
        let lines = self.narrative.prose.get(..before)?;
        let heading = lines.iter().rfind(|line| line.kind == ProseKind::Heading)?;
        Some(self.words(heading.span))
    }

    fn statement(&self, statement: &'a Statement) -> Vec<Restatement> {
        statement
            .mentions
            .iter()
            .filter_map(|mention| self.mention(statement, mention))
            .collect()
    }

    fn mention(&self, statement: &Statement, mention: &Mention) -> Option<Restatement> {
        let figure = self.figure(mention.figure)?;
        let money = matches!(
            figure.unit,
            Unit::Yuan | Unit::TenThousandYuan | Unit::HundredMillionYuan
        );
        let of_change = self.of_changes.binary_search(&mention.figure).is_ok();
        if !money || figure.approximate || of_change {
            return None;
        }
        let own_words = self.stands_before(mention, figure);
        if !own_words || self.is_of_another_year(statement, mention) {
            return None;
        }
        let meaning = self.meaning(&mention.label).or_else(|| {
            let settled = ["支出决算", "决算数", "决算"].contains(&mention.label.as_str());
            settled
                .then(|| self.path_before(statement, mention))
                .flatten()
        })?;
        let scope = self.scope_of(&meaning, mention.figure, statement);
        let indicator = Indicator {
            quantity: meaning.quantity,
            scope,
        };
        let printings = printings(&indicator, self.narrative.index);
        Some(Restatement {
            mention: mention.figure,
            label: short_name(&mention.label),
            indicator,
            cell: agreed(&printings, self.narrative.figures),
            printings,
        })
    }

    fn initial_budget(&self, statement: &Statement, mention: &Mention) -> Option<Restatement> {
        let figure = self.figure(mention.figure)?;
        let named = mention.label.contains(INITIAL_BUDGET);
        let fits =
            self.stands_before(mention, figure) && !self.is_of_another_year(statement, mention);
        if !named || !fits {
            return None;
        }
        let meaning = match mention.label == INITIAL_BUDGET {
            true => self.path_before(statement, mention)?,
            false => self.meaning(&mention.label)?,
        };
        Some(Restatement {
            mention: mention.figure,
            label: short_name(&mention.label),
            indicator: Indicator {
                scope: self.scope_of(&meaning, mention.figure, statement),
                quantity: meaning.quantity,
            },
            printings: Vec::new(),
            cell: None,
        })
    }

    fn meaning(&self, label: &str) -> Option<Meaning> {
        meaning(
            label,
            self.narrative.fiscal_year,
            self.narrative.final_account,
        )
    }

    /// Whether nothing but a verb stands between the words and the amount: words that were taken
    /// over from the sentence before name another figure.
    fn stands_before(&self, mention: &Mention, figure: &Figure) -> bool {
        let between = Span::new(mention.label_span.end, figure.span.start);
        if mention.label_span.end > figure.span.start {
            return false;
        }
        let between = normalise(self.words(between));
        between.chars().all(|character| BETWEEN.contains(character))
    }

    /// Whether the clause names a year that is not the fiscal year.
    fn is_of_another_year(&self, statement: &Statement, mention: &Mention) -> bool {
        let before = Span::new(statement.span.start, mention.label_span.start);
        let words = end_of(self.words(before), LONGEST_CLAUSE);
        let clause = words
            .rfind(['。', '；', ';', '，', ',', '：'])
            .map_or(words, |mark| words.get(mark..).unwrap_or_default());
        let years = printed_years(clause);
        let fiscal = self.narrative.fiscal_year;
        years
            .last()
            .is_some_and(|year| fiscal.is_some_and(|fiscal| fiscal != year.year))
    }

    /// The 类/款/项 path that a list item starts with: 1.住房保障支出（类）…（项）。支出决算为….
    fn path_before(&self, statement: &Statement, mention: &Mention) -> Option<Meaning> {
        let prose = self.narrative.prose;
        let before = prose.partition_point(|line| line.span.start <= mention.label_span.start);
        let line = prose.get(before.checked_sub(1)?)?;
        let words = self.words(Span::new(line.span.start, mention.label_span.start));
        let path = normalise(beginning_of(words, LONGEST_CLAUSE));
        let start = path.find(|first: char| !first.is_ascii_digit() && !".、()".contains(first))?;
        let path = path.get(start..)?;
        let whole = path
            .split_once("(项)")
            .map(|(path, _)| format!("{path}(项)"))?;
        let here = line.span.start <= statement.span.start;
        (here && subject_path(&whole).len() == 3)
            .then(|| self.meaning(&whole))
            .flatten()
    }

    /// The money that an amount is counted in: what its words say, else what is said of the
    /// figure that it is a part of, of the head of its sentence, or of the section.
    fn scope_of(&self, meaning: &Meaning, figure: FigureId, statement: &Statement) -> Scope {
        if let Some(scope) = meaning.scope {
            return scope;
        }
        let mut head = self.heads.get(&figure).copied();
        for _ in 0..DEEPEST_LIST {
            let Some(figure) = head else {
                break;
            };
            match self.scope_of_words(figure) {
                Some(scope) => return scope,
                None => head = self.heads.get(&figure).copied(),
            }
        }
        let total = self
            .heads
            .get(&figure)
            .and_then(|head| self.labels.get(head));
        let first = statement.head.and_then(|head| statement.mentions.get(head));
        let of_head = first
            .filter(|first| first.figure != figure)
            .and_then(|first| self.scope_of_words(first.figure));
        if let Some(scope) = of_head {
            return scope;
        }
        // A part of a total that names no money is a part of all money.
        if total.is_some_and(|label| self.meaning(label).is_some()) {
            return Scope::All;
        }
        self.heading(statement.span.start)
            .and_then(scope)
            .unwrap_or_else(|| default_scope(&meaning.quantity))
    }

    fn scope_of_words(&self, figure: FigureId) -> Option<Scope> {
        self.meaning(self.labels.get(&figure)?)?.scope
    }
}

/// The words of an indicator as a message names it: of a path its last subject.
fn short_name(label: &str) -> String {
    match subject_path(label).pop() {
        Some(last) => last,
        None => label.to_owned(),
    }
}

/// Lists inside lists inside lists: no sentence goes deeper.
const DEEPEST_LIST: usize = 4;

/// How far from its amount a clause is read, in bytes: a line may be of any length.
const LONGEST_CLAUSE: usize = 2000;

/// The money of a quantity when neither its sentence nor its section names one: a 类/款/项 path is
/// explained for the money that a budget grants.
fn default_scope(quantity: &Quantity) -> Scope {
    match quantity {
        Quantity::Function(code) if code.len() > 3 => Scope::Budget(Fund::GeneralPublicBudget),
        _ => Scope::All,
    }
}
