//! The stored and wire forms, pinned. A change here must be paired with a migration plan: objects of the
//! version before meet these bytes for minutes after a deployment, and stored timelines meet them for years.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod api;
mod entries;
mod examples;
mod frames;
mod newer;

use std::fmt::Debug;

use serde::Serialize;
use serde::de::DeserializeOwned;

/// Reads every value back from its JSON, and gives the JSON to be pinned, a line for each.
fn form<T: Serialize + DeserializeOwned + PartialEq + Debug>(values: Vec<T>) -> String {
    let lines = values.iter().map(|value| {
        let json = serde_json::to_string(value).unwrap();
        assert_eq!(&serde_json::from_str::<T>(&json).unwrap(), value);
        json
    });
    lines.collect::<Vec<_>>().join("\n")
}
