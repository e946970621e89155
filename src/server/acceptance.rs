//! 忽略此问题: a finding is accepted by an edit of the project file, which the client makes.

use std::path::PathBuf;
use std::str::FromStr;
use std::sync::Arc;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use tokio::time::timeout;
use tower_lsp_server::Client;
use tower_lsp_server::ls_types::{
    CreateFile, DocumentChangeOperation, DocumentChanges, MessageType, OneOf,
    OptionalVersionedTextDocumentIdentifier, Position, Range, ResourceOp, ShowDocumentParams,
    TextDocumentEdit, TextEdit, Uri, WorkspaceEdit,
};

use super::documents::{Documents, Newest};
use super::projects::{Home, OpenFile};
use super::session::View;
use super::to_protocol;
use crate::project::{self, Acceptance, FindingKey, Loaded, Problem, with_accepted};
use crate::text::{Span, Text};

/// The command that accepts a finding.
pub const ACCEPT_FINDING: &str = "yusuan.acceptFinding";

/// How long an editor may take to make an edit.
const PATIENCE: Duration = Duration::from_secs(30);

/// The argument of [`ACCEPT_FINDING`]: which finding of which document, and why. Without a reason
/// the entry is written without one, and counts when it is filled in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptFinding {
    /// The address of the document.
    pub uri: String,
    /// What names the document in the project file.
    pub document: String,
    /// The code of the check.
    pub check: String,
    /// The place by its words.
    pub text: String,
    /// The flagged words.
    pub words: String,
    /// Why it is accepted.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

impl AcceptFinding {
    /// The argument for a finding of a document.
    pub fn new(uri: &Uri, key: FindingKey) -> Self {
        let FindingKey {
            document,
            check,
            text,
            words,
        } = key;
        Self {
            uri: uri.as_str().to_owned(),
            document,
            check,
            text,
            words,
            reason: None,
        }
    }

    fn acceptance(&self) -> Acceptance {
        Acceptance {
            key: FindingKey {
                document: self.document.clone(),
                check: self.check.clone(),
                text: self.text.clone(),
                words: self.words.clone(),
            },
            reason: self.reason.clone().unwrap_or_default(),
        }
    }
}

/// How a finding is going to be accepted.
#[derive(Debug)]
pub enum Plan {
    /// The client edits the project file.
    Edit(PlannedEdit),
    /// The client cannot make files: the server writes a new one.
    Write {
        /// Where.
        path: PathBuf,
        /// What will stand in it.
        text: String,
    },
}

/// An edit of a project file that is to be made.
#[derive(Debug)]
pub struct PlannedEdit {
    uri: Uri,
    edit: WorkspaceEdit,
    /// Where the reason is to be written, when it was not given.
    reason: Option<Range>,
}

/// How the finding of the argument of the command is going to be accepted.
///
/// # Errors
/// A sentence, when there is no file to write to or it cannot be understood.
pub fn plan(view: &View, wanted: serde_json::Value) -> Result<Plan, String> {
    let wanted = AcceptFinding::deserialize(wanted).map_err(|error| error.to_string())?;
    let uri = &Uri::from_str(&wanted.uri).map_err(|error| error.to_string())?;
    let words = |chinese: &str, english: &str| {
        let message = crate::audit::Message::new(chinese, english);
        message.text(view.locale).to_owned()
    };
    let home = view.projects.home(uri).ok_or_else(|| {
        words(
            "文件尚未保存在文件夹中，不能忽略其中的问题",
            "the file is not saved in a folder yet; its findings cannot be accepted",
        )
    })?;
    let (path, old) = match &home {
        Home::Known(loaded) => (loaded.path.clone(), loaded.text.clone()),
        Home::New(path) => (path.clone(), Text::new("")),
    };
    let before = old.to_string();
    let after = with_accepted(&before, &[wanted.acceptance()])
        .map_err(|message| message.text(view.locale).to_owned())?;
    let after = match before.is_empty() {
        true => after.trim_start_matches('\n').to_owned(),
        false => after,
    };
    if matches!(home, Home::New(_)) && !view.client.creates_files {
        return Ok(Plan::Write { path, text: after });
    }
    let (replaced, inserted) = difference(&before, &after);
    let edit = TextEdit {
        range: to_protocol::range(&old, replaced, view.client.encoding),
        new_text: inserted.to_owned(),
    };
    let open = view.projects.open_at(&path);
    let target = match &open {
        Some((uri, _)) => uri.clone(),
        None => Uri::from_file_path(&path)
            .ok_or_else(|| words("项目文件的路径无效", "no valid path of a project file"))?,
    };
    Ok(Plan::Edit(PlannedEdit {
        edit: workspace_edit(view, &home, &target, open.map(|(_, file)| file), edit),
        reason: reason_range(&after, replaced.start, view),
        uri: target,
    }))
}

fn workspace_edit(
    view: &View,
    home: &Home,
    uri: &Uri,
    open: Option<OpenFile>,
    edit: TextEdit,
) -> WorkspaceEdit {
    let edited = TextDocumentEdit {
        text_document: OptionalVersionedTextDocumentIdentifier {
            uri: uri.clone(),
            version: open.map(|file| file.version),
        },
        edits: vec![OneOf::Left(edit.clone())],
    };
    let changes = match home {
        Home::New(_) => DocumentChanges::Operations(vec![
            DocumentChangeOperation::Op(ResourceOp::Create(CreateFile {
                uri: uri.clone(),
                options: None,
                annotation_id: None,
            })),
            DocumentChangeOperation::Edit(edited),
        ]),
        Home::Known(_) if !view.client.versioned_edits => {
            return WorkspaceEdit {
                changes: Some([(uri.clone(), vec![edit])].into()),
                ..WorkspaceEdit::default()
            };
        }
        Home::Known(_) => DocumentChanges::Edits(vec![edited]),
    };
    WorkspaceEdit {
        document_changes: Some(changes),
        ..WorkspaceEdit::default()
    }
}

/// What of `before` is replaced, and by what of `after`.
fn difference<'after>(before: &str, after: &'after str) -> (Span, &'after str) {
    let same = |(one, other): &(char, char)| one == other;
    let start: usize = before
        .chars()
        .zip(after.chars())
        .take_while(same)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let (old, new) = (
        before.get(start..).unwrap_or_default(),
        after.get(start..).unwrap_or_default(),
    );
    let end: usize = old
        .chars()
        .rev()
        .zip(new.chars().rev())
        .take_while(same)
        .map(|(one, _)| one.len_utf8())
        .sum();
    let inserted = new.get(..new.len() - end).unwrap_or_default();
    (Span::new(start, before.len() - end), inserted)
}

/// Between the quotation marks of the first empty reason that was written.
fn reason_range(after: &str, from: usize, view: &View) -> Option<Range> {
    const EMPTY: &str = "reason = \"\"";
    let written = after.get(from..)?;
    let start = from + written.find(EMPTY)? + EMPTY.len() - 1;
    let span = Span::empty(start);
    Some(to_protocol::range(
        &Text::new(after),
        span,
        view.client.encoding,
    ))
}

/// Carries out a plan; whether a file on the disk was written.
pub async fn carry_out(client: Client, view: Arc<View>, plan: Plan) -> bool {
    match plan {
        Plan::Edit(planned) => {
            apply(client, view, planned).await;
            false
        }
        Plan::Write { path, text } => match project::write(&path, &text) {
            Ok(()) => true,
            Err(error) => {
                let path = path.display();
                let message = format!("{path}: 未能写入 (not written): {error}");
                client.show_message(MessageType::ERROR, message).await;
                false
            }
        },
    }
}

/// Has the client make the edit and show where the reason is missing. What fails is told to the
/// user, who asked for it.
async fn apply(client: Client, view: Arc<View>, planned: PlannedEdit) {
    let applied = timeout(PATIENCE, client.apply_edit(planned.edit)).await;
    let refused = match applied {
        Ok(Ok(response)) if response.applied => None,
        Ok(Ok(response)) => Some(response.failure_reason.unwrap_or_default()),
        Ok(Err(error)) => Some(error.to_string()),
        Err(_) => Some(String::new()),
    };
    if let Some(reason) = refused {
        let message = format!("未能修改 yusuan.toml (not edited) {reason}");
        client.show_message(MessageType::ERROR, message).await;
        return;
    }
    let Some(reason) = planned.reason.filter(|_| view.client.shows_documents) else {
        return;
    };
    let shown = client.show_document(ShowDocumentParams {
        uri: planned.uri,
        external: None,
        take_focus: Some(true),
        selection: Some(Range::new(
            Position::new(reason.start.line, reason.start.character),
            reason.end,
        )),
    });
    // A client that does not show it has made the edit all the same.
    let _ = timeout(PATIENCE, shown).await;
}

/// What is wrong in a project file, and which of its acceptances no open document needs.
pub fn problems(loaded: &Loaded, documents: &Documents, view: &View) -> Vec<Problem> {
    let mut problems = loaded.problems.clone();
    let (mut occurring, mut seen) = Default::default();
    if !loaded.project.accepted.is_empty() {
        review_open(loaded, documents, view, &mut occurring, &mut seen);
    }
    problems.extend(project::no_longer_occurs(
        &loaded.project.accepted,
        &occurring,
        &seen,
    ));
    problems
}

fn review_open(
    loaded: &Loaded,
    documents: &Documents,
    view: &View,
    occurring: &mut std::collections::BTreeSet<usize>,
    seen: &mut std::collections::BTreeSet<String>,
) {
    for uri in documents.open_uris() {
        let is_its_project = view
            .projects
            .of(&uri)
            .is_some_and(|project| project.path == loaded.path);
        if !is_its_project {
            continue;
        }
        let Newest::Analysed(analysed) = documents.newest(&uri) else {
            continue;
        };
        if let Some(draft) = &analysed.draft {
            let review = view.review(draft, &uri);
            occurring.extend(review.occurring);
            seen.extend(review.documents);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_differs_is_replaced() {
        let cases = [
            ("", "一", (0, 0, "一")),
            ("一\n", "一\n二\n", (4, 4, "二\n")),
            ("a = []\nb\n", "a = [1]\nb\n", (5, 5, "1")),
            ("一二三", "一四三", (3, 6, "四")),
            ("aa", "aaa", (2, 2, "a")),
        ];
        for (before, after, (start, end, inserted)) in cases {
            let expected = (Span::new(start, end), inserted);
            assert_eq!(difference(before, after), expected, "{before} → {after}");
        }
    }
}
