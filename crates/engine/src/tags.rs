//! Tags, and the priority that follows from them.

use gangway_protocol::{By, EntryBody, Priority, TagId, TagSource};

use crate::commit::Commit;

/// Puts a tag on, unless it is on.
pub(crate) fn add(commit: &mut Commit<'_>, tag: &TagId, source: TagSource) {
    if !commit.state.tags.insert(tag.clone()) {
        return;
    }
    commit.facts.tagged.insert(tag.clone());
    commit.push(EntryBody::TagAdded {
        tag: tag.clone(),
        source,
    });
    settle(commit, By::Tag { tag: tag.clone() });
}

/// Takes a tag off, if it is on.
pub(crate) fn remove(commit: &mut Commit<'_>, tag: &TagId, by: By) {
    if !commit.state.tags.remove(tag) {
        return;
    }
    commit.facts.tagged.remove(tag);
    commit.push(EntryBody::TagRemoved {
        tag: tag.clone(),
        by: by.clone(),
    });
    settle(commit, by);
}

/// Sets the priority below which the tags cannot bring it.
pub(crate) fn set_priority(commit: &mut Commit<'_>, priority: Priority, by: By) {
    commit.state.base_priority = Some(priority);
    settle(commit, by);
}

/// The highest of what a rule set and what the tags give; normal when nothing does.
fn settle(commit: &mut Commit<'_>, by: By) {
    let tags = commit.state.tags.iter();
    let priority = tags
        .filter_map(|tag| commit.playbook.tag(tag)?.priority)
        .chain(commit.state.base_priority)
        .max()
        .unwrap_or_default();
    if priority != commit.state.priority {
        commit.state.priority = priority;
        commit.push(EntryBody::PriorityChanged { priority, by });
    }
}
