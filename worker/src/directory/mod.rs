//! Agents, sign-in codes, sessions and the audit log: one object per deployment.
