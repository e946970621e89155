//! The semantic tokens that clients were sent last, so that the next answer is what changed.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tower_lsp_server::ls_types::{
    SemanticToken, SemanticTokens, SemanticTokensDelta, SemanticTokensFullDeltaResult, Uri,
};

use super::to_protocol::{Run, edit_between, joined, line_of, run};
use crate::audit::{Analysis, Draft};
use crate::text::PositionEncoding;

/// The last answers, one for each document.
#[derive(Debug, Default)]
pub struct Highlighting {
    answers: Mutex<HashMap<Uri, Arc<Answer>>>,
}

/// The tokens of a document, and how they were made.
#[derive(Debug)]
struct Answer {
    result_id: String,
    tokens: Vec<SemanticToken>,
    /// The tokens of each disclosure with the analysis they come from: edits of one disclosure
    /// leave the others as they are.
    runs: Vec<(Arc<Analysis>, Arc<Run>)>,
}

impl Highlighting {
    /// All tokens of a draft.
    pub fn full(
        &self,
        uri: &Uri,
        draft: &Draft,
        result_id: String,
        encoding: PositionEncoding,
    ) -> SemanticTokens {
        let answer = self.answer(uri, draft, result_id, encoding);
        SemanticTokens {
            result_id: Some(answer.result_id.clone()),
            data: answer.tokens.clone(),
        }
    }

    /// What changed since an earlier answer; all tokens when that one is not the last.
    pub fn delta(
        &self,
        uri: &Uri,
        draft: &Draft,
        result_id: String,
        previous: &str,
        encoding: PositionEncoding,
    ) -> SemanticTokensFullDeltaResult {
        let known = self.known(uri).filter(|known| known.result_id == previous);
        let answer = self.answer(uri, draft, result_id, encoding);
        match known {
            Some(known) => SemanticTokensFullDeltaResult::TokensDelta(SemanticTokensDelta {
                result_id: Some(answer.result_id.clone()),
                edits: edit_between(&known.tokens, &answer.tokens)
                    .into_iter()
                    .collect(),
            }),
            None => SemanticTokensFullDeltaResult::Tokens(SemanticTokens {
                result_id: Some(answer.result_id.clone()),
                data: answer.tokens.clone(),
            }),
        }
    }

    /// Forgets a document.
    pub fn forget(&self, uri: &Uri) {
        self.lock().remove(uri);
    }

    fn known(&self, uri: &Uri) -> Option<Arc<Answer>> {
        self.lock().get(uri).cloned()
    }

    fn answer(
        &self,
        uri: &Uri,
        draft: &Draft,
        result_id: String,
        encoding: PositionEncoding,
    ) -> Arc<Answer> {
        let known = self.known(uri);
        if let Some(known) = known.as_ref().filter(|known| known.result_id == result_id) {
            return Arc::clone(known);
        }
        let mut earlier = known.iter().flat_map(|known| &known.runs);
        let runs: Vec<(Arc<Analysis>, Arc<Run>)> = draft
            .disclosures
            .iter()
            .map(|placed| {
                let same = |run: &(Arc<Analysis>, _)| Arc::ptr_eq(&run.0, &placed.analysis);
                let before = earlier.clone().position(same);
                let run = match before.and_then(|index| earlier.nth(index)) {
                    Some((_, run)) => Arc::clone(run),
                    None => Arc::new(run(draft, placed, draft.text.span(), encoding)),
                };
                (Arc::clone(&placed.analysis), run)
            })
            .collect();
        let lines = draft.disclosures.iter().map(|it| line_of(draft, it));
        let answer = Arc::new(Answer {
            tokens: joined(lines.zip(runs.iter().map(|(_, run)| run.as_ref()))),
            result_id,
            runs,
        });
        self.lock().insert(uri.clone(), Arc::clone(&answer));
        answer
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<Uri, Arc<Answer>>> {
        self.answers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
