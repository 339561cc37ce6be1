//! Who asks: visitor tokens and agents' sessions.
