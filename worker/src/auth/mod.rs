//! Who asks: visitors' tokens, agents' sessions, the keys both are sealed with.
//!
//! In scope: pure parts ([`keys`], [`seal`], [`visitor`], [`session`], [`secret`]): `now` and randomness are passed
//! in or drawn in one place, nothing here touches the platform, and all of it is tested natively. The one door that
//! every request passes is `http::door`.

pub(crate) mod keys;
pub(crate) mod seal;
pub(crate) mod secret;
pub(crate) mod session;
pub(crate) mod visitor;
