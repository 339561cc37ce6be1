//! The widget page.
