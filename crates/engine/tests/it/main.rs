//! Scripts, properties and stored forms of the engine.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod actions;
mod agents;
mod answers;
mod checks;
mod conditions;
mod deadlines;
mod desk;
mod files;
mod formats;
mod given;
mod handoffs;
mod history;
mod hours;
mod interruptions;
mod lines;
mod lint;
mod lost;
mod mind;
mod opening;
mod playbooks;
mod properties;
mod replays;
mod reruns;
mod rules;
mod scenes;
mod script;
mod stage;
mod timed;
mod views;
mod witness;
