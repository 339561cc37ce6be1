//! Times as the reader's browser writes them, at the reader's place.

use std::cell::RefCell;

use gangway_protocol::Timestamp;
use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use wasm_bindgen::prelude::*;

use super::{language, now};

/// What a format shows, and how.
type Fields = [(&'static str, &'static str)];

static CLOCK: [(&str, &str); 2] = [("hour", "2-digit"), ("minute", "2-digit")];
static DAY: [(&str, &str); 3] = [("weekday", "short"), ("hour", "2-digit"), ("minute", "2-digit")];
static DATE: [(&str, &str); 4] = [
    ("day", "numeric"),
    ("month", "short"),
    ("hour", "2-digit"),
    ("minute", "2-digit"),
];
static CALENDAR: [(&str, &str); 3] = [("day", "numeric"), ("month", "short"), ("year", "numeric")];
static FULL: [(&str, &str); 2] = [("dateStyle", "full"), ("timeStyle", "long")];

thread_local! {
    /// A format takes a browser a millisecond to make, and a thread has hundreds of times.
    static FORMATS: RefCell<Vec<(&'static Fields, Function)>> = const { RefCell::new(Vec::new()) };
    static LANGUAGE: RefCell<Option<String>> = const { RefCell::new(None) };
}

/// Writes times in a language other than the browser's first, such as `de` or `en-GB`. Before the first is written.
pub fn write_times_in(language: String) {
    LANGUAGE.set(Some(language));
}

/// The time of day at the reader's place: `14:20`.
pub fn clock(at: Timestamp) -> String {
    written(at, &CLOCK)
}

/// The time of day for what was today, date and time for what was not.
pub fn clock_or_date(at: Timestamp) -> String {
    if hour_of_day(now(), 0, 0) <= at {
        clock(at)
    } else {
        date_and_clock(at)
    }
}

/// Day of the week and time at the reader's place: `Fri 14:20`.
pub fn day_and_clock(at: Timestamp) -> String {
    written(at, &DAY)
}

/// Date and time at the reader's place: `20 Nov, 14:20`.
pub fn date_and_clock(at: Timestamp) -> String {
    written(at, &DATE)
}

/// A day of the calendar, given as `2027-05-03`: `3 May 2027`. `None` when it is none.
pub fn calendar_day(iso: &str) -> Option<String> {
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if iso.len() != 10 || !iso.split('-').map(str::len).eq([4, 2, 2]) || !iso.split('-').all(digits) {
        return None;
    }
    // At noon, which no change of clocks comes near.
    let at = read_field_time(&format!("{iso}T12:00"))?;
    Some(written(at, &CALENDAR))
}

/// Date and time with the zone, for a title.
pub fn full_date(at: Timestamp) -> String {
    written(at, &FULL)
}

/// The moment of an hour at the reader's place, so many days from today.
pub fn hour_of_day(now: Timestamp, days: u32, hour: u32) -> Timestamp {
    let date = Date::new(&JsValue::from_f64(now.0 as f64));
    date.set_date(date.get_date() + days);
    date.set_hours(hour);
    date.set_minutes(0);
    date.set_seconds(0);
    date.set_milliseconds(0);
    Timestamp(date.get_time() as i64)
}

/// A moment as a field for date and time has it, at the reader's place: `2026-11-20T18:00`.
pub fn field_time(at: Timestamp) -> String {
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}",
        date.get_full_year(),
        date.get_month() + 1,
        date.get_date(),
        date.get_hours(),
        date.get_minutes()
    )
}

/// The moment that such a field says, when it says one.
pub fn read_field_time(value: &str) -> Option<Timestamp> {
    let millis = Date::parse(value);
    millis.is_finite().then_some(Timestamp(millis as i64))
}

fn written(at: Timestamp, fields: &'static Fields) -> String {
    let format = FORMATS.with_borrow_mut(|formats| {
        if let Some((_, format)) = formats.iter().find(|(of, _)| std::ptr::eq(*of, fields)) {
            return format.clone();
        }
        let format = made(fields);
        formats.push((fields, format.clone()));
        format
    });
    let date = Date::new(&JsValue::from_f64(at.0 as f64));
    let text = format.call1(&JsValue::UNDEFINED, &date);
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

fn made(fields: &Fields) -> Function {
    let options = Object::new();
    for (name, value) in fields {
        let _ = Reflect::set(&options, &JsValue::from_str(name), &JsValue::from_str(value));
    }
    let language = LANGUAGE
        .take()
        .or_else(language)
        .unwrap_or_else(|| "en".to_owned());
    let languages = Array::of1(&JsValue::from_str(&language));
    LANGUAGE.set(Some(language));
    Intl::DateTimeFormat::new(&languages, &options).format()
}
