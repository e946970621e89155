//! What the user of an editor can set: `initializationOptions`, later
//! `workspace/didChangeConfiguration`, either as they are or under `yusuan`.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::Value;

use super::guard::log;
use crate::project::{Level, Policy, Rounding};

/// The settings of a session.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Where the pages of the rules are: `…/B103.md` under this address. When it is not set, the
    /// pages beside the program are linked, where there are any.
    pub docs_url: Option<String>,
    /// The language of messages when it shall not be the editor's: `zh-CN` or `en`.
    pub locale: Option<String>,
    /// Which hints stand between the characters.
    pub inlay_hints: InlayHintSettings,
    /// Levels by the code of a check (`B103`) or of a family (`B1`): `error`, `warning`,
    /// `information`, `hint` or `off`.
    pub checks: Option<BTreeMap<String, String>>,
    /// How sums are taken that close only within rounding: `note`, `strict` or `silent`.
    pub rounding: Option<String>,
    /// The year of the catalogue of subjects, when it is not the fiscal year of the document.
    pub catalogue_year: Option<u16>,
}

/// Which hints stand between the characters; all of them unless they are switched off.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct InlayHintSettings {
    /// ✓ or the residual after a total.
    pub totals: Option<bool>,
    /// The year before that a change implies.
    pub prior_year: Option<bool>,
}

impl Settings {
    /// Reads settings. Nothing sent is nothing set; editors send null for what is not set.
    pub fn read(value: &Value) -> Result<Option<Self>, serde_json::Error> {
        let value = value.get("yusuan").unwrap_or(value);
        if value.is_null() {
            return Ok(None);
        }
        let mut value = value.clone();
        if let Some(members) = value.as_object_mut() {
            members.retain(|_, member| !member.is_null());
        }
        Self::deserialize(value).map(Some)
    }

    /// How findings are graded. What is set to an unknown level is as if it were not set.
    pub fn policy(&self) -> Policy {
        let checks = self.checks.iter().flatten();
        let levels = checks.filter_map(|(code, name)| {
            let level = Level::named(name);
            if level.is_none() {
                log(format_args!(
                    "yusuan: 设置无效 (invalid setting): checks.{code} = {name}"
                ));
            }
            Some((code.clone(), level?))
        });
        Policy {
            levels: levels.collect(),
            rounding: self.rounding.as_deref().and_then(Rounding::named),
        }
    }

    /// These settings, and the earlier ones where these say nothing.
    pub fn over(self, earlier: Self) -> Self {
        Self {
            docs_url: self.docs_url.or(earlier.docs_url),
            locale: self.locale.or(earlier.locale),
            checks: self.checks.or(earlier.checks),
            rounding: self.rounding.or(earlier.rounding),
            catalogue_year: self.catalogue_year.or(earlier.catalogue_year),
            inlay_hints: InlayHintSettings {
                totals: self.inlay_hints.totals.or(earlier.inlay_hints.totals),
                prior_year: self
                    .inlay_hints
                    .prior_year
                    .or(earlier.inlay_hints.prior_year),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn settings_may_stand_under_the_name_of_the_server() {
        let set = Settings {
            docs_url: Some("https://example.org/docs".to_owned()),
            ..Settings::default()
        };
        let plain = json!({ "docsUrl": "https://example.org/docs", "trace": "off" });
        assert_eq!(Settings::read(&plain).unwrap(), Some(set.clone()));
        assert_eq!(
            Settings::read(&json!({ "yusuan": plain })).unwrap(),
            Some(set)
        );
        assert_eq!(Settings::read(&Value::Null).unwrap(), None);
        let unset = json!({ "inlayHints": null, "checks": null, "rounding": null });
        assert_eq!(Settings::read(&unset).unwrap(), Some(Settings::default()));
        assert!(Settings::read(&json!({ "docsUrl": 5 })).is_err());
    }
}
