//! Names of organisations: what they end with, their place and level of government, and what counts
//! as the same name (domain specification §5.6).

use crate::document::normalise::{fold, is_han};

/// Whether a normalised name ends as those of organisations do; （本级） and the like may follow.
pub fn is_organisation_name(name: &str) -> bool {
    is_plain_organisation_name(name.split('(').next().unwrap_or(name))
}

/// Whether a normalised name in which no bracket stands ends as those of organisations do.
pub fn is_plain_organisation_name(name: &str) -> bool {
    ends_a_name(name) && name.chars().nth(SHORTEST_NAME - 1).is_some()
}

/// The characters of the shortest name.
const SHORTEST_NAME: usize = 4;

/// Whether words end as the names of organisations do: in 局, 委员会, 办公室, 中心, 公司 ….
fn ends_a_name(name: &str) -> bool {
    let mut characters = name.chars().rev();
    match characters.next() {
        Some('局' | '委' | '会' | '办' | '室' | '院' | '所' | '站') => true,
        Some('队' | '厅' | '部' | '校' | '馆' | '处' | '府') => true,
        Some('心') => characters.next() == Some('中'),
        Some('司') => characters.next() == Some('公'),
        _ => false,
    }
}

/// The level of government that an organisation belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AdministrativeLevel {
    /// 省, 自治区, 直辖市.
    Province,
    /// 市.
    City,
    /// 县, 区, 旗.
    County,
}

/// The place at the start of a normalised name: 青山市南湖区 of 青山市南湖区水务局.
pub fn place_of(name: &str) -> Option<&str> {
    let mut end = None;
    let characters: Vec<(usize, char)> = name.char_indices().collect();
    for (index, (at, character)) in characters.iter().enumerate().take(16) {
        let before = index.checked_sub(1).and_then(|index| characters.get(index));
        let after = characters.get(index + 1);
        let (Some((_, before)), Some((_, after))) = (before, after) else {
            continue;
        };
        if index >= 2 && names_a_place(*before, *character, *after) {
            end = Some(at + character.len_utf8());
        }
    }
    name.get(..end?)
}

/// Whether 省, 市, 县, 区 or 旗 ends the name of a place here, and not in 市场, 城市, 社区 ….
fn names_a_place(before: char, character: char, after: char) -> bool {
    match character {
        '省' | '旗' => true,
        '市' => !"城".contains(before) && !"场政容民直".contains(after),
        '县' => !"域直".contains(after),
        '区' => !"社园景片街".contains(before) && !"域块".contains(after),
        _ => false,
    }
}

/// The level of the place in a normalised name; none for zones (开发区) and names without one.
pub fn level_of(name: &str) -> Option<AdministrativeLevel> {
    let place = place_of(name)?;
    let place = place.trim_start_matches("中共");
    let (last, _) = place.char_indices().next_back()?;
    let stem = place.get(..last)?;
    match place.get(last..)? {
        "省" => Some(AdministrativeLevel::Province),
        "市" if ["北京", "上海", "天津", "重庆"].contains(&stem) => {
            Some(AdministrativeLevel::Province)
        }
        "市" => Some(AdministrativeLevel::City),
        "县" | "旗" => Some(AdministrativeLevel::County),
        "区" if stem.ends_with("自治") => Some(AdministrativeLevel::Province),
        "区" if ZONES.iter().any(|zone| stem.ends_with(zone)) => None,
        "区" => Some(AdministrativeLevel::County),
        _ => None,
    }
}

/// What stands before 区 in the name of a zone, which has no level of its own.
const ZONES: [&str; 9] = [
    "示范", "开发", "新", "高新", "度假", "保税", "合作", "试验", "功能",
];

/// Whether two names mean one organisation: equal, one the short form of the other, or equal but
/// for 省, 市, 县, 区 and remarks such as （本级）.
pub fn same_organisation(one: &str, other: &str) -> bool {
    let one = bare_name(one);
    let other = bare_name(other);
    one.contains(&other) || other.contains(&one) || without_places(&one) == without_places(&other)
}

/// A name without code prefix, blanks, brackets and what stands in them.
pub fn bare_name(name: &str) -> String {
    let mut depth = 0_u32;
    let mut bare = String::with_capacity(name.len());
    for character in name.chars().map(fold) {
        match character {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            _ if depth == 0 && is_han(character) => bare.push(character),
            _ => {}
        }
    }
    if bare.ends_with("本级") {
        bare.truncate(bare.len() - "本级".len());
    }
    bare
}

fn without_places(name: &str) -> String {
    name.replace(['省', '市', '县', '区', '旗'], "")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn projects_are_no_organisations() {
        for name in [
            "霁川市投资合作服务中心",
            "霁川市投资合作局(本级)",
            "青禾县外贸服务站",
        ] {
            assert!(is_organisation_name(name), "{name}");
        }
        for name in ["招商引资工作经费", "宣传经费", "公众号维护费", "中心"] {
            assert!(!is_organisation_name(name), "{name}");
        }
    }

    #[test]
    fn places_and_levels() {
        let cases = [
            (
                "青山市南湖区水务局",
                Some("青山市南湖区"),
                Some(AdministrativeLevel::County),
            ),
            (
                "云溪市投资促进中心",
                Some("云溪市"),
                Some(AdministrativeLevel::City),
            ),
            (
                "青禾县市场监督管理局",
                Some("青禾县"),
                Some(AdministrativeLevel::County),
            ),
            (
                "云溪市城市管理局",
                Some("云溪市"),
                Some(AdministrativeLevel::City),
            ),
            (
                "江北省财政厅",
                Some("江北省"),
                Some(AdministrativeLevel::Province),
            ),
            ("澜江高新技术开发区管委会", Some("澜江高新技术开发区"), None),
            ("机关事务管理局", None, None),
        ];
        for (name, place, level) in cases {
            assert_eq!((place_of(name), level_of(name)), (place, level), "{name}");
        }
    }

    #[test]
    fn short_forms_and_remarks_are_the_same_name() {
        assert!(same_organisation(
            "云溪市投资促进中心(本级)",
            "132-云溪市投资促进中心"
        ));
        assert!(same_organisation("投资促进中心", "云溪市投资促进中心"));
        assert!(same_organisation("云溪投资促进中心", "云溪市投资促进中心"));
        assert!(!same_organisation("云溪市档案馆", "云溪市投资促进中心"));
        assert!(!same_organisation("规划与资源局", "规划和资源局"));
    }
}
