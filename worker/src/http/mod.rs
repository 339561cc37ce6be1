//! HTTP: the table of routes, bodies, problems, headers.
