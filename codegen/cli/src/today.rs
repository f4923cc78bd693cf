//! Today, for rules about dates: asked for, or fixed for builds that must repeat, or the system's, in UTC.

use std::env;
use std::time::SystemTime;

use event_spec::Date;

use crate::ending::Failure;

const SECONDS_A_DAY: u64 = 24 * 60 * 60;

/// The variable by which a build fixes its time, in seconds since 1970.
const EPOCH: &str = "SOURCE_DATE_EPOCH";

/// The date that was asked for, else that of `SOURCE_DATE_EPOCH`, else the system's; none where the system's clock is beyond
/// all dates.
///
/// # Errors
/// When `SOURCE_DATE_EPOCH` is no date.
pub fn today(asked: Option<&Date>) -> Result<Option<Date>, Failure> {
    if let Some(date) = asked {
        return Ok(Some(date.clone()));
    }
    if let Some(written) = env::var_os(EPOCH).filter(|written| !written.is_empty()) {
        let seconds = written.to_str().and_then(|text| text.parse().ok());
        return seconds.and_then(date).map(Some).ok_or_else(|| {
            let written = written.to_string_lossy();
            Failure::with_help(
                format!("`{EPOCH}` is `{}`, which is no date", written.escape_debug()),
                "it is a number of seconds since 1970-01-01: correct it, or give the date with `--today`",
            )
        });
    }
    let elapsed = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).ok();
    Ok(elapsed.and_then(|elapsed| date(elapsed.as_secs())))
}

/// The date as an argument gives it.
///
/// # Errors
/// When it is none.
pub fn parse(text: &str) -> Result<Date, String> {
    Date::parse(text).ok_or_else(|| "a date is written as in `2027-03-01`".to_owned())
}

fn date(seconds: u64) -> Option<Date> {
    u32::try_from(seconds / SECONDS_A_DAY).ok().and_then(Date::after_epoch)
}
