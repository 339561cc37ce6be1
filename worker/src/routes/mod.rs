//! What each route does.
