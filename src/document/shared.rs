//! Lists that the readings of a disclosure before and after an edit have in common.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A list that is never changed in place. Cloning it copies nothing, and a list equals its clones
/// without a look at what is in it.
pub struct Shared<T>(Arc<[T]>);

impl<T: PartialEq> PartialEq for Shared<T> {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.0, &other.0) || self.0 == other.0
    }
}

impl<T: Eq> Eq for Shared<T> {}

impl<T> Clone for Shared<T> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<T> Default for Shared<T> {
    fn default() -> Self {
        Self(Arc::from([]))
    }
}

impl<T: fmt::Debug> fmt::Debug for Shared<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl<T> Deref for Shared<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.0
    }
}

impl<T> From<Vec<T>> for Shared<T> {
    fn from(list: Vec<T>) -> Self {
        Self(list.into())
    }
}

impl<T> FromIterator<T> for Shared<T> {
    fn from_iter<I: IntoIterator<Item = T>>(items: I) -> Self {
        Self(items.into_iter().collect())
    }
}

impl<'a, T> IntoIterator for &'a Shared<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.iter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Never equal, not even to itself: an equal list of these was not looked at.
    #[derive(Debug)]
    struct Unequal;

    impl PartialEq for Unequal {
        fn eq(&self, _: &Self) -> bool {
            false
        }
    }

    #[test]
    fn a_list_equals_its_clones_without_a_look() {
        let list = Shared::from(vec![Unequal]);
        assert!(list == list.clone());
        assert!(list != Shared::from(vec![Unequal]));
        assert_eq!(Shared::from(vec![1, 2]), (1..=2).collect());
    }
}
