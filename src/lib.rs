//! Yusuan (预算): reads a budget disclosure the way a compiler reads a program.

pub mod subjects;
pub mod text;
