//! Names of organisations (domain specification §5.6).

/// Words that end the name of an organisation.
const NAME_ENDS: [&str; 19] = [
    "局",
    "委",
    "委员会",
    "办",
    "办公室",
    "中心",
    "院",
    "所",
    "站",
    "队",
    "会",
    "厅",
    "部",
    "校",
    "馆",
    "室",
    "处",
    "公司",
    "府",
];

/// Whether a normalised name ends as those of organisations do; （本级） and the like may follow.
pub fn is_organisation_name(name: &str) -> bool {
    let name = name.split('(').next().unwrap_or(name);
    NAME_ENDS.iter().any(|ending| name.ends_with(ending)) && name.chars().count() >= 4
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
}
