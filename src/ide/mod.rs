//! What an editor asks, as pure functions of a [`crate::audit::Draft`] and a byte offset.
//!
//! Everything here returns plain structs with byte spans of the whole draft; the server turns
//! them into protocol types.
