//! A refusal of the engine as the caller reads it.

use gangway_engine::Refusal;
use gangway_protocol::{Code, Problem};

/// Nothing here, or nothing for this caller: the same answer for both.
pub(super) fn not_found() -> Problem {
    Problem::new(Code::NotFound, "There is no such conversation.")
}

/// The engine's refusal in words.
pub(super) fn problem(refusal: Refusal) -> Problem {
    let code = refusal.code();
    match refusal {
        Refusal::AlreadyClaimed { by } => {
            let mut problem = Problem::new(code, format!("{} already has this conversation.", by.name))
                .hint("Take it over from them if they agree.");
            problem.holder = Some(by);
            problem
        }
        Refusal::NotHolder { by: Some(by) } => {
            let mut problem = Problem::new(
                code,
                format!("Only {}, who has this conversation, can do this.", by.name),
            );
            problem.holder = Some(by);
            problem
        }
        Refusal::NotHolder { by: None } => {
            Problem::new(code, "Only who has this conversation can do this.").hint("Claim it first.")
        }
        Refusal::StaleReading(basis) => {
            let mut problem = Problem::new(code, "The conversation has moved on since the message was read.");
            problem.basis = Some(basis);
            problem
        }
        Refusal::StaleView { .. } => {
            Problem::new(code, "The conversation has changed since your page showed it.")
                .hint("Look at what has changed, then decide again.")
        }
        Refusal::File { message, hint, .. } => Problem::new(code, message).hint(hint),
        Refusal::WrongStatus(sentence) | Refusal::InvalidSlot(sentence) | Refusal::Unknown(sentence) => {
            Problem::new(code, sentence)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use gangway_protocol::AgentRef;

    #[test]
    fn who_lost_a_claim_is_told_by_whom() {
        let by = AgentRef {
            id: "a1".into(),
            name: "Ines".to_owned(),
        };
        let problem = problem(Refusal::AlreadyClaimed { by: by.clone() });
        assert_eq!(problem.code, Code::AlreadyClaimed);
        assert_eq!(problem.holder, Some(by));
        assert!(problem.message.contains("Ines"));
    }
}
