//! A list of cores, written as Linux writes it: `0-3,8`.

use std::{fmt, num::ParseIntError, str::FromStr};

use serde::{Deserialize, Serialize};

/// Cores by their numbers, in ascending order. Displayed and saved as Linux writes it: `0-3,8`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Default, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub struct CoreList(Vec<usize>);

impl CoreList {
    /// The numbers.
    #[must_use]
    pub fn numbers(&self) -> &[usize] {
        &self.0
    }

    /// How many cores there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// The cores that are also in `other`.
    pub(crate) fn within(&self, other: &Self) -> Self {
        self.0.iter().copied().filter(|number| other.0.contains(number)).collect()
    }
}

impl FromIterator<usize> for CoreList {
    fn from_iter<I: IntoIterator<Item = usize>>(numbers: I) -> Self {
        let mut numbers: Vec<usize> = numbers.into_iter().collect();
        numbers.sort_unstable();
        numbers.dedup();
        Self(numbers)
    }
}

impl fmt::Display for CoreList {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, range) in self.0.chunk_by(|one, next| one + 1 == *next).enumerate() {
            let comma = if at == 0 { "" } else { "," };
            match range {
                [one] => write!(f, "{comma}{one}")?,
                [first, .., last] => write!(f, "{comma}{first}-{last}")?,
                [] => {}
            }
        }
        Ok(())
    }
}

impl FromStr for CoreList {
    type Err = ParseIntError;

    fn from_str(text: &str) -> Result<Self, ParseIntError> {
        let mut numbers = Vec::new();
        for range in text.trim().split(',').filter(|range| !range.is_empty()) {
            let (first, last) = range.split_once('-').unwrap_or((range, range));
            numbers.extend(first.parse::<usize>()?..=last.parse()?);
        }
        Ok(numbers.into_iter().collect())
    }
}

impl TryFrom<String> for CoreList {
    type Error = ParseIntError;

    fn try_from(text: String) -> Result<Self, ParseIntError> {
        text.parse()
    }
}

impl From<CoreList> for String {
    fn from(list: CoreList) -> Self {
        list.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_reads_as_it_is_written() {
        for (text, numbers) in
            [("", &[][..]), ("5", &[5]), ("0-1", &[0, 1]), ("0-3,8,10-11", &[0, 1, 2, 3, 8, 10, 11])]
        {
            let list: CoreList = text.parse().unwrap();
            assert_eq!(list.numbers(), numbers, "{text}");
            assert_eq!(list.to_string(), text);
        }
        assert_eq!("1,0\n".parse::<CoreList>().unwrap().to_string(), "0-1");
        assert!("0-x".parse::<CoreList>().is_err());
    }
}
