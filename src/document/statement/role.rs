//! What a number does in its clause: an amount, a share, a change, an earlier figure; and the
//! words that open lists and reasons (domain specification §5.0–§5.2).

use std::ops::Range;
use std::sync::LazyLock;

use aho_corasick::{AhoCorasick, AhoCorasickKind, Input, MatchKind};

use crate::document::Direction;
use crate::document::statement::numeral::{Class, Numeral};

/// What a number does in its clause.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Role {
    /// An amount of something.
    Amount,
    /// 占…P.
    Share {
        /// The words before 占.
        subject: String,
        /// The words between 占 and the percentage: the whole, when it is named.
        whole: String,
    },
    /// 增加A, 下降P.
    Change(Movement),
    /// 与上年一致0万元.
    Unchanged,
    /// 比上年23.03万元: the earlier figure.
    Earlier,
    /// Nothing that is checked: a rate, a number inside a reason, a number without unit.
    Other,
}

/// What the words say of a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Movement {
    /// Which way.
    pub(super) direction: Direction,
    /// 各增加: of each of the figures before it.
    pub(super) each: bool,
    /// The clause itself says with what is compared.
    pub(super) compared: bool,
    /// The words for what changed, perhaps none.
    pub(super) subject: String,
}

/// Verbs of change and their direction.
const VERBS: [(&str, Direction); 14] = [
    ("增加", Direction::Up),
    ("增长", Direction::Up),
    ("上升", Direction::Up),
    ("提高", Direction::Up),
    ("上涨", Direction::Up),
    ("增幅", Direction::Up),
    ("增长率", Direction::Up),
    ("减少", Direction::Down),
    ("下降", Direction::Down),
    ("降低", Direction::Down),
    ("减幅", Direction::Down),
    ("降幅", Direction::Down),
    ("下降率", Direction::Down),
    ("压减", Direction::Down),
];

/// Words that say that nothing changed.
const UNCHANGED: [&str; 5] = ["持平", "一致", "相同", "无变化", "无增减"];

/// What a number does, judged by the words between it and the number before it.
pub(super) fn role(before: &str, numeral: &Numeral) -> Role {
    if numeral.class == Class::Bare || numeral.class == Class::PercentagePoint {
        return Role::Other;
    }
    if numeral.class == Class::Percent {
        return share(before)
            .or_else(|| change(before))
            .unwrap_or(Role::Other);
    }
    if let Some(change) = change(before) {
        return change;
    }
    let compared = comparison(before);
    if UNCHANGED.iter().any(|word| before.ends_with(word)) {
        return if compared.is_some() {
            Role::Unchanged
        } else {
            Role::Other
        };
    }
    if has_verb(before) {
        return Role::Other;
    }
    match compared {
        Some(found) if found.end == before.len() || before.ends_with(['为', '的']) => {
            Role::Earlier
        }
        Some(_) => Role::Other,
        None => Role::Amount,
    }
}

fn has_verb(words: &str) -> bool {
    words.contains("新增") || VERBS.iter().any(|(verb, _)| words.contains(verb))
}

fn share(before: &str) -> Option<Role> {
    let at = before.rfind('占')?;
    let subject = before.get(..at)?;
    let mut whole = before.get(at + '占'.len_utf8()..)?;
    if whole.starts_with(['用', '地', '有']) {
        return None;
    }
    for word in ["比重", "比例", "比"] {
        whole = whole.strip_prefix(word).unwrap_or(whole);
    }
    const ENDS: [&str; 8] = ["比重", "比例", "的", "为", "约", "达", "到", "比"];
    while let Some(word) = ENDS.iter().find(|word| whole.ends_with(**word)) {
        whole = whole.strip_suffix(*word).unwrap_or_default();
    }
    Some(Role::Share {
        subject: subject.trim_matches([',', '、']).to_owned(),
        whole: whole.to_owned(),
    })
}

fn change(before: &str) -> Option<Role> {
    if is_template(before) {
        return None;
    }
    let mut words = before;
    let mut each = false;
    const ENDS: [&str; 10] = [
        "幅度", "比例", "了", "约", "近", "为", "额", "率", "到", "达",
    ];
    while let Some(end) = ENDS.iter().find(|end| words.ends_with(**end)) {
        words = words.strip_suffix(*end).unwrap_or_default();
    }
    let (verb, direction) = VERBS.iter().find(|(verb, _)| words.ends_with(verb))?;
    let mut subject = words.strip_suffix(verb)?;
    while let Some(rest) = subject.strip_suffix(['各', '均', '都', '共', '总']) {
        each |= subject.ends_with(['各', '均', '都']);
        subject = rest;
    }
    let found = comparison(subject);
    let subject = match &found {
        None => subject,
        Some(range) => {
            let ahead = subject.get(..range.start).unwrap_or_default();
            let behind = subject.get(range.end..).unwrap_or_default();
            if ahead.is_empty() { behind } else { ahead }
        }
    };
    Some(Role::Change(Movement {
        direction: *direction,
        each,
        compared: found.is_some(),
        subject: subject.trim_matches([',', '、', '的']).to_owned(),
    }))
}

/// 减少（增加）: a choice of the template that nobody made.
fn is_template(before: &str) -> bool {
    let Some(inner) = before.strip_suffix(')') else {
        return false;
    };
    inner
        .rfind('(')
        .and_then(|open| inner.get(open + 1..))
        .is_some_and(|word| VERBS.iter().any(|(verb, _)| word.contains(verb)))
}

/// Where the words compare with an earlier figure: 比上年, 较2023年预算数, 与上年相比, 同比.
pub(super) fn comparison(words: &str) -> Option<Range<usize>> {
    for (at, character) in words.char_indices() {
        if !matches!(character, '比' | '较' | '与' | '同' | '和') {
            continue;
        }
        let after = at + character.len_utf8();
        let rest = words.get(after..)?;
        if character == '同' && rest.starts_with('比') && !rest.starts_with("比例") {
            return Some(at..after + '比'.len_utf8());
        }
        if character == '比' && words.get(..at)?.ends_with(['占', '同', '环', '相', '对']) {
            continue;
        }
        if let Some(length) = earlier_period(rest) {
            return Some(at..after + length);
        }
    }
    None
}

/// The bytes of 上年预算数相比, 2023年度, 年初预算 … at the start of the words.
fn earlier_period(words: &str) -> Option<usize> {
    const STARTS: [&str; 11] = [
        "上年",
        "上一年",
        "去年",
        "上预算",
        "上期",
        "年初预算",
        "全年预算",
        "调整预算",
        "预算数",
        "年初",
        "预算",
    ];
    let digits = words.bytes().take_while(u8::is_ascii_digit).count();
    let start = match STARTS.iter().find(|start| words.starts_with(**start)) {
        Some(start) => start.len(),
        None if digits == 4 => digits,
        None => return None,
    };
    const REST: [&str; 14] = [
        "年度", "年初", "年", "度", "部门", "预算", "决算", "数", "执行", "同期", "相比", "比较",
        "情况", "的",
    ];
    let mut length = start;
    while let Some(word) = REST.iter().find(|word| {
        words
            .get(length..)
            .is_some_and(|rest| rest.starts_with(**word))
    }) {
        length += word.len();
    }
    Some(length)
}

/// Whether the words say that a figure equals an earlier one.
pub(super) fn says_unchanged(words: &str) -> bool {
    !words.contains("基本")
        && UNCHANGED.iter().any(|word| words.contains(word))
        && comparison(words).is_some()
}

/// The words that open a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Opening {
    /// 其中.
    OfWhich,
    /// 包括, 结构为.
    Includes,
    /// 主要包括, 主要用于: the list may be incomplete.
    Mainly,
}

const OPENINGS: [(&str, Opening); 18] = [
    ("其中", Opening::OfWhich),
    ("安排如下", Opening::OfWhich),
    ("科目如下", Opening::OfWhich),
    ("情况如下", Opening::OfWhich),
    ("主要包括", Opening::Mainly),
    ("主要包含", Opening::Mainly),
    ("主要用于", Opening::Mainly),
    ("主要有", Opening::Mainly),
    ("主要由", Opening::Mainly),
    ("具体包括", Opening::Includes),
    ("包括", Opening::Includes),
    ("包含", Opening::Includes),
    ("用于以下", Opening::Includes),
    ("具体用于", Opening::Includes),
    ("结构为", Opening::Includes),
    ("构成为", Opening::Includes),
    ("组成为", Opening::Includes),
    ("明细为", Opening::Includes),
];

/// A word that changes how the rest of the clause is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Signal {
    /// A list starts.
    Opening(Opening),
    /// A reason starts: what follows is said of something else.
    Reason,
}

const REASONS: [&str; 8] = [
    "原因",
    "主要是",
    "主要为",
    "主要因",
    "主要系",
    "由于",
    "系因",
    "主要考虑",
];

/// The signals in a part of the words, in order: start, end and meaning.
pub(super) fn signals(words: &str, part: Range<usize>) -> Vec<(Range<usize>, Signal)> {
    let mut found = Vec::new();
    let mut from = part.start;
    while let Some((range, signal)) = next_signal(words, from..part.end) {
        let denied = words
            .get(..range.start)
            .is_some_and(|before| before.ends_with('不'));
        if denied && signal != Signal::Reason {
            from = range.start + words.get(range).map_or(1, first_length);
            continue;
        }
        from = range.end;
        found.push((range, signal));
    }
    found
}

/// The bytes of the first character.
fn first_length(words: &str) -> usize {
    words.chars().next().map_or(1, char::len_utf8)
}

/// The openings and then the reasons, to be looked for all at once.
static SIGNALS: LazyLock<Option<AhoCorasick>> = LazyLock::new(|| {
    let openings = OPENINGS.iter().map(|(word, _)| *word);
    AhoCorasick::builder()
        .match_kind(MatchKind::LeftmostFirst)
        .kind(Some(AhoCorasickKind::DFA))
        .prefilter(false)
        .build(openings.chain(REASONS))
        .ok()
});

/// The first signal of a part of the words.
fn next_signal(words: &str, part: Range<usize>) -> Option<(Range<usize>, Signal)> {
    if part.is_empty() || part.end > words.len() {
        return None;
    }
    let hit = SIGNALS.as_ref()?.find(Input::new(words).range(part))?;
    let opening = OPENINGS.get(hit.pattern().as_usize());
    let signal = opening.map_or(Signal::Reason, |(_, opening)| Signal::Opening(*opening));
    Some((hit.range(), signal))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Unit;

    fn numeral(class: Class) -> Numeral {
        Numeral {
            figure: None,
            value: rust_decimal::Decimal::ONE,
            decimals: 0,
            class,
            approximate: false,
            digits: 0..0,
            end: 0,
        }
    }

    fn amount(before: &str) -> Role {
        role(before, &numeral(Class::Money(Unit::TenThousandYuan)))
    }

    fn percent(before: &str) -> Role {
        role(before, &numeral(Class::Percent))
    }

    fn change(direction: Direction, compared: bool, subject: &str) -> Role {
        Role::Change(Movement {
            direction,
            each: false,
            compared,
            subject: subject.to_owned(),
        })
    }

    #[test]
    fn changes_have_a_direction_and_a_subject() {
        assert_eq!(amount("比上年减少"), change(Direction::Down, true, ""));
        assert_eq!(amount("与2023年度减少"), change(Direction::Down, true, ""));
        assert_eq!(amount("比上预算减少"), change(Direction::Down, true, ""));
        assert_eq!(
            amount("与上年相比预算数增加"),
            change(Direction::Up, true, "")
        );
        assert_eq!(
            amount("经费总额比2023年增加"),
            change(Direction::Up, true, "经费总额")
        );
        assert_eq!(amount("收入减少"), change(Direction::Down, false, "收入"));
        assert_eq!(percent("同比下降"), change(Direction::Down, true, ""));
        assert_eq!(percent("增长"), change(Direction::Up, false, ""));
    }

    #[test]
    fn an_undecided_template_is_no_change() {
        assert_eq!(amount("比上年减少(增加)"), Role::Other);
        assert_eq!(percent("下降(增长)"), Role::Other);
    }

    #[test]
    fn carried_forward_money_is_an_amount_and_no_comparison() {
        assert_eq!(amount("上年结转"), Role::Amount);
        assert_eq!(amount("其他比赛经费"), Role::Amount);
        assert_eq!(amount("较2023年预算"), Role::Earlier);
        assert_eq!(amount("与2024年预算一致"), Role::Unchanged);
        assert_eq!(amount("增加培训经费"), Role::Other);
    }

    #[test]
    fn shares_name_their_whole_or_not() {
        let share = |whole: &str| Role::Share {
            subject: String::new(),
            whole: whole.to_owned(),
        };
        assert_eq!(percent("占"), share(""));
        assert_eq!(percent("占比为"), share(""));
        assert_eq!(percent("占收入总计的"), share("收入总计"));
        assert_eq!(percent("覆盖率为"), Role::Other);
    }
}
