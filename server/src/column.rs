//! Columns as the systems' tables have them: times, flags and words lie as text and whole numbers, which both databases take.

use std::error::Error;

use event_contracts::runtime::{Date, StringEnum, Timestamp};
use sqlx::Row;
use sqlx::any::AnyRow;

/// A time: RFC 3339.
pub fn time(row: &AnyRow, name: &str) -> Result<Timestamp, sqlx::Error> {
    Timestamp::new(row.try_get::<String, _>(name)?).map_err(|error| unreadable(name, error))
}

/// A time, if there is one.
pub fn maybe_time(row: &AnyRow, name: &str) -> Result<Option<Timestamp>, sqlx::Error> {
    let text = row.try_get::<Option<String>, _>(name)?;
    text.map(Timestamp::new).transpose().map_err(|error| unreadable(name, error))
}

/// One of a set of words.
pub fn word<T: StringEnum>(row: &AnyRow, name: &str) -> Result<T, sqlx::Error> {
    maybe_word(row, name)?.ok_or_else(|| unreadable(name, "the column is empty"))
}

/// One of a set of words, if there is one.
pub fn maybe_word<T: StringEnum>(row: &AnyRow, name: &str) -> Result<Option<T>, sqlx::Error> {
    let Some(text) = row.try_get::<Option<String>, _>(name)? else { return Ok(None) };
    let known = T::from_text(&text).ok_or_else(|| unreadable(name, format!("`{text}` is none of its words")))?;
    Ok(Some(known))
}

/// A number that is never negative.
pub fn count(row: &AnyRow, name: &str) -> Result<u64, sqlx::Error> {
    u64::try_from(row.try_get::<i64, _>(name)?).map_err(|error| unreadable(name, error))
}

/// A day, if there is one.
pub fn maybe_date(row: &AnyRow, name: &str) -> Result<Option<Date>, sqlx::Error> {
    let text = row.try_get::<Option<String>, _>(name)?;
    text.map(Date::new).transpose().map_err(|error| unreadable(name, error))
}

/// A number that is never negative, as a column takes it; the largest that it takes for any beyond.
pub fn number(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A number of rows.
pub fn limit(rows: usize) -> i64 {
    i64::try_from(rows).unwrap_or(i64::MAX)
}

fn unreadable(name: &str, source: impl Into<Box<dyn Error + Send + Sync>>) -> sqlx::Error {
    sqlx::Error::ColumnDecode { index: name.to_owned(), source: source.into() }
}
