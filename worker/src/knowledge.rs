//! Playbooks, indexes and the table: read once per isolate, kept below a cap in bytes.
