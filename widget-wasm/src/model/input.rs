//! What goes into the page and what comes out.

use gangway_page::{Failure, LinkIn, LinkOut, Outbox};
use gangway_protocol::api::{OpenedConversation, PostMessage, SlotValue, VisitorEntries, WorkspaceInfo};
use gangway_protocol::event::ClientEvent;
use gangway_protocol::{ActionId, Answer, ClientId, ConversationId, SlotId};
use serde::{Deserialize, Serialize};

/// The conversation and the right to it, as the browser keeps them.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
pub struct Credentials {
    /// The conversation.
    pub conversation: ConversationId,
    /// Its visitor's token.
    pub token: String,
}

/// What the visitor does, kept in the outbox until the conversation has it.
#[derive(Clone, PartialEq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Post {
    /// Says something.
    Say {
        /// What.
        text: String,
    },
    /// Answers a question by its form.
    Fill {
        /// The action.
        action: ActionId,
        /// The slot.
        slot: SlotId,
        /// The value.
        value: String,
    },
    /// Sends a file, which the page has for as long as it is open: of what is kept longer, only that there was one.
    Send {
        /// Its name.
        #[serde(skip)]
        name: String,
        /// Whether it can be shown.
        #[serde(skip)]
        picture: bool,
        /// Its size.
        #[serde(skip)]
        bytes: u32,
    },
    /// Wants a person.
    AskForPerson,
    /// Stops waiting.
    CallOff,
}

/// What happened.
#[derive(Clone, PartialEq, Debug)]
pub enum Input {
    /// The page was loaded, with what the browser kept.
    Start {
        /// The conversation.
        credentials: Option<Credentials>,
        /// What had not arrived.
        outbox: Outbox<Post>,
    },
    /// The operator's words came, or did not.
    Info(Result<WorkspaceInfo, Failure>),
    /// Ask for the operator's words again.
    InfoAgain,
    /// The visitor did something.
    Do {
        /// For the post.
        client_id: ClientId,
        /// What.
        post: Post,
    },
    /// A file cannot be sent at all, and why; or nothing is wrong any more.
    NotSendable(Option<String>),
    /// So much of the file that is on its way has left, in per cent.
    Sent(u8),
    /// The visitor tries a failed one again.
    Retry(ClientId),
    /// The visitor gives a failed one up.
    GiveUp(ClientId),
    /// Another tab has opened a conversation since this one was loaded.
    Adopted(Credentials),
    /// The conversation was opened, or not.
    Opened(Result<OpenedConversation, Failure>),
    /// A post was answered.
    Posted {
        /// Where it went.
        conversation: ConversationId,
        /// Which.
        client_id: ClientId,
        /// With what.
        answer: Result<VisitorEntries, Failure>,
    },
    /// Entries that were asked for.
    Polled {
        /// From where.
        conversation: ConversationId,
        /// With what.
        answer: Result<VisitorEntries, Failure>,
    },
    /// A ticket came, or not.
    Ticket {
        /// Of which attempt.
        attempt: u32,
        /// It.
        answer: Result<String, Failure>,
    },
    /// A frame came on the socket.
    Frame {
        /// Of which attempt.
        attempt: u32,
        /// Its text.
        text: String,
    },
    /// Something else happened to the connection.
    Link(LinkIn),
    /// Try again what may succeed by now.
    TryAgain,
    /// The network is gone, or there, or the page is seen again after a while.
    Online(bool),
    /// The card was shown or hidden.
    Shown(bool),
    /// The end of the log is on screen, and somebody can see it.
    Looked,
    /// The time of the marks that waited.
    MarksDue,
    /// This is in the field after a key of the visitor's.
    Typed(String),
    /// An agent's typing is worth nothing any more.
    TypingEnds(u32),
    /// Nothing was typed since.
    SearchDue(u32),
    /// A search was answered.
    Found {
        /// For which text.
        serial: u32,
        /// What the documents say.
        answer: Option<Answer>,
    },
}

/// What is to be done.
#[derive(Clone, PartialEq, Debug)]
pub enum Output {
    /// Ask for the operator's words.
    GetInfo,
    /// Open a conversation, or go on with the one that another tab has opened.
    Open,
    /// Post.
    Post {
        /// Where.
        to: Credentials,
        /// Under which client id.
        client_id: ClientId,
        /// What.
        request: PostRequest,
    },
    /// Ask for the entries after those that the page has.
    Poll {
        /// Where.
        to: Credentials,
        /// After which.
        after: u64,
        /// Up to where they were on screen.
        read: u64,
    },
    /// Say this over the socket, when there is one.
    Send(ClientEvent),
    /// Search the documents.
    Search {
        /// To be brought back.
        serial: u32,
        /// For this.
        query: String,
    },
    /// What the connection asks for.
    Link {
        /// It.
        ask: LinkOut,
        /// Where; nowhere when it is being closed.
        to: Option<Credentials>,
        /// Resuming after this.
        after: u64,
    },
    /// Bring this back after so many milliseconds.
    Later(u32, Input),
    /// The browser is to keep the conversation, when there is one, and what has not arrived.
    Keep,
    /// The browser is to keep this conversation no longer.
    Forget(ConversationId),
    /// Tell the launcher how many messages came unseen.
    Unread(usize),
    /// An agent's typing is shown at the end of the log.
    Types,
    /// The log has grown: the reader's place may follow.
    Said {
        /// By what the visitor did just then.
        own: bool,
    },
}

/// A post as the service takes it.
#[derive(Clone, PartialEq, Debug)]
pub enum PostRequest {
    /// `…/messages`.
    Message(PostMessage),
    /// `…/slots`.
    Slots(ActionId, Vec<SlotValue>),
    /// `…/files`.
    File {
        /// Its name.
        name: String,
    },
    /// `…/person`.
    Person,
    /// `…/call-off`.
    CallOff,
}
