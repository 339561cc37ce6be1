//! What a host forbids.

use std::time::Duration;

use texting_robots::Robot;
use url::Url;

/// The name by which `robots.txt` knows us.
pub(super) const NAME: &str = "Gangway";

/// Bytes of a `robots.txt` that are read: what RFC 9309, section 2.5, asks for at the least.
pub(super) const LONGEST: usize = 500 * 1024;

/// The rules of a host.
pub(super) enum Rules {
    /// As its `robots.txt` says.
    Said(Robot),
    /// There is none: everything may be fetched (RFC 9309, section 2.3.1.3).
    None,
    /// It could not be asked for, and no copy is kept: nothing may be fetched (section 2.3.1.4). Why.
    Unknown(String),
}

impl Rules {
    /// The rules of a `robots.txt`. What cannot be understood forbids nothing, as an empty one.
    pub(super) fn of(text: &[u8]) -> Self {
        Robot::new(NAME, text).map_or(Self::None, Self::Said)
    }

    pub(super) fn allow(&self, address: &Url) -> bool {
        match self {
            Self::Said(robot) => robot.allowed(address.as_str()),
            Self::None => true,
            Self::Unknown(_) => false,
        }
    }

    /// The rest it asks for between two requests.
    pub(super) fn delay(&self) -> Option<Duration> {
        match self {
            Self::Said(robot) => robot
                .delay
                .filter(|seconds| seconds.is_finite() && *seconds > 0.0)
                .map(|seconds| Duration::from_secs_f32(seconds.min(1e6))),
            Self::None | Self::Unknown(_) => None,
        }
    }
}

/// Where a host keeps its rules.
pub(super) fn address(of: &Url) -> Option<Url> {
    of.join("/robots.txt").ok()
}
