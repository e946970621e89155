//! Text without meaning: snapshots, byte spans, edits, positions and file encodings.
//!
//! Every other layer speaks in byte offsets and [`Span`]s. Line and column positions exist only
//! here and at the two edges of the program (the editor protocol and the command line), because
//! they depend on an encoding that only an edge knows.

mod edit;
mod encoding;
mod lines;
mod position;
mod snapshot;
mod span;

pub use edit::Edit;
pub use encoding::{DecodeError, Decoded, SourceEncoding, decode};
pub use lines::Lines;
pub use position::{Point, Position, PositionEncoding};
pub use snapshot::Text;
pub use span::Span;
