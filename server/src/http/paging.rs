//! Lists in pages.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::{Kind, Problem};

/// How much of a list to answer.
#[derive(Clone, Debug, Default, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// How many items, from 1 to 100; 50 unless said.
    limit: Option<u32>,
    /// Where to go on: `next` of the page before.
    after: Option<String>,
}

impl Paging {
    /// How many items.
    ///
    /// # Errors
    /// A number that is not from 1 to 100.
    pub fn limit(&self) -> Result<usize, Problem> {
        match self.limit.unwrap_or(50) {
            limit @ 1..=100 => Ok(limit as usize),
            _ => Err(Problem::new(Kind::INVALID_REQUEST, "expected a number from 1 to 100").at("limit")),
        }
    }

    /// The number to go on after.
    ///
    /// # Errors
    /// A place that no page of ours named.
    pub fn after_number(&self) -> Result<Option<i64>, Problem> {
        self.after.as_deref().map(|text| text.parse().map_err(|_| wrong_place())).transpose()
    }

    /// The moment and the id to go on after.
    ///
    /// # Errors
    /// A place that no page of ours named.
    pub fn after_moment(&self) -> Result<Option<(&str, &str)>, Problem> {
        self.after.as_deref().map(|text| text.split_once('~').ok_or_else(wrong_place)).transpose()
    }
}

fn wrong_place() -> Problem {
    Problem::new(Kind::INVALID_REQUEST, "expected `next` of the page before").at("after")
}

/// A page of a list.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Page<T> {
    /// The items.
    pub items: Vec<T>,
    /// Where the next page begins: send it as `after`. Absent on the last page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Makes a page of at most `limit` items from one more than that, so that it is known whether there is another.
    pub fn of(mut items: Vec<T>, limit: usize, place: impl Fn(&T) -> String) -> Self {
        let more = items.len() > limit;
        items.truncate(limit);
        let next = if more { items.last().map(place) } else { None };
        Self { items, next }
    }

    /// The same page of other items.
    pub fn map<U>(self, other: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(other).collect(), next: self.next }
    }
}
