//! Files that visitors send: which formats are taken, how they are known, what they are called.

use serde::{Deserialize, Serialize};

use crate::id::{ActionId, ClientId, SlotId};
use crate::limits::FILE_NAME_CHARS;

/// A format that is taken.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// A photograph.
    Jpeg,
    /// A picture.
    Png,
    /// Either.
    Webp,
    /// A document.
    Pdf,
    /// A format of a newer version.
    #[serde(other)]
    Unknown,
}

impl FileFormat {
    /// The format of a file by its first bytes, which is the only thing about it that is believed.
    pub fn of(bytes: &[u8]) -> Option<Self> {
        match bytes {
            [0xFF, 0xD8, 0xFF, ..] => Some(Self::Jpeg),
            [0x89, b'P', b'N', b'G', b'\r', b'\n', 0x1A, b'\n', ..] => Some(Self::Png),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some(Self::Webp),
            [b'%', b'P', b'D', b'F', b'-', ..] => Some(Self::Pdf),
            _ => None,
        }
    }

    /// The format that a name says it is, by its ending.
    pub fn of_name(name: &str) -> Option<Self> {
        let name = name.to_ascii_lowercase();
        let ends = |format: &Self| format.endings().iter().any(|ending| name.ends_with(ending));
        [Self::Jpeg, Self::Png, Self::Webp, Self::Pdf]
            .into_iter()
            .find(ends)
    }

    /// Its media type. What is not known is bytes.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Jpeg => "image/jpeg",
            Self::Png => "image/png",
            Self::Webp => "image/webp",
            Self::Pdf => "application/pdf",
            Self::Unknown => "application/octet-stream",
        }
    }

    /// Whether a page can show it as a picture.
    pub fn is_picture(self) -> bool {
        matches!(self, Self::Jpeg | Self::Png | Self::Webp)
    }

    /// Endings of its names, the usual one first.
    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Jpeg => &[".jpg", ".jpeg"],
            Self::Png => &[".png"],
            Self::Webp => &[".webp"],
            Self::Pdf => &[".pdf"],
            Self::Unknown => &[],
        }
    }

    /// A name as it is kept: without folders and without what cannot be seen, at most [`FILE_NAME_CHARS`] characters
    /// long, and with an ending of this format, whatever it says it is.
    pub fn name(self, said: &str) -> String {
        let said = said.rsplit(['/', '\\']).next().unwrap_or_default();
        // Marks that turn the direction of writing make `gpj.exe` look like `exe.jpg`.
        let unseen = |c: char| {
            c.is_control()
                || matches!(c, '\u{200B}'..='\u{200F}' | '\u{2028}'..='\u{202E}' | '\u{2060}'..='\u{206F}' | '\u{FEFF}')
        };
        let seen: String = said.chars().map(|c| if unseen(c) { ' ' } else { c }).collect();
        let words: Vec<&str> = seen.split_whitespace().collect();
        let name = words.join(" ");
        let name = name.trim_matches('.');
        let lower = name.to_ascii_lowercase();
        let own = self.endings().iter().find(|ending| lower.ends_with(*ending));
        let ending = own.or(self.endings().first()).copied().unwrap_or_default();
        let stem = own.map_or(name, |own| &name[..name.len() - own.len()]);
        let kept: String = stem.chars().take(FILE_NAME_CHARS - ending.len()).collect();
        let kept = kept.trim();
        format!("{}{ending}", if kept.is_empty() { "file" } else { kept })
    }
}

/// A file of a conversation: everything about it but its bytes.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct FileRef {
    /// Its number in the conversation, from 1.
    pub file: u32,
    /// Its name.
    pub name: String,
    /// Its format.
    pub format: FileFormat,
    /// How many bytes are kept.
    pub bytes: u32,
}

/// A file that the visitor has sent.
#[derive(Clone, PartialEq, Eq, Debug, Serialize)]
pub struct SentFile {
    /// Its number in the conversation, from 1.
    pub file: u32,
    /// Its name.
    pub name: String,
    /// Its format.
    pub format: FileFormat,
    /// How many bytes are kept.
    pub bytes: u32,
    /// The client id of the post.
    pub client_id: ClientId,
    /// The action that asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
    /// The slot that asked for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub slot: Option<SlotId>,
    /// What the slot is called on screen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub label: Option<String>,
    /// Whether lists, alerts, exports and logs do not show its name.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub sensitive: bool,
}

impl SentFile {
    /// The file itself.
    pub fn reference(&self) -> FileRef {
        FileRef {
            file: self.file,
            name: self.name.clone(),
            format: self.format,
            bytes: self.bytes,
        }
    }
}

/// A size for people: `84 KB`, `1.5 MB`.
pub fn size_in_words(bytes: u32) -> String {
    let tenths = (u64::from(bytes) * 10).div_ceil(1024 * 1024);
    match bytes {
        0..1_048_576 => format!("{} KB", bytes.div_ceil(1024)),
        _ => format!("{}.{} MB", tenths / 10, tenths % 10),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_format_is_known_by_its_first_bytes() {
        for (bytes, format) in [
            (&b"\xFF\xD8\xFF\xE0"[..], Some(FileFormat::Jpeg)),
            (b"\x89PNG\r\n\x1A\n", Some(FileFormat::Png)),
            (b"RIFF\x10\0\0\0WEBPVP8 ", Some(FileFormat::Webp)),
            (b"RIFF\x10\0\0\0WAVEfmt ", None),
            (b"%PDF-1.7\n", Some(FileFormat::Pdf)),
            (b"<svg xmlns=\"http://www.w3.org/2000/svg\">", None),
            (b"GIF89a", None),
            (b"MZ", None),
            (b"", None),
        ] {
            assert_eq!(FileFormat::of(bytes), format, "{bytes:?}");
        }
    }

    #[test]
    fn a_name_is_short_plain_and_ends_as_its_format_does() {
        for (said, name) in [
            ("scratch.jpg", "scratch.jpg"),
            ("Scratch.JPEG", "Scratch.jpeg"),
            ("../../etc/passwd", "passwd.jpg"),
            ("C:\\photos\\door.jpg", "door.jpg"),
            ("  a \n\t b\0.jpg ", "a b.jpg"),
            ("photo\u{202E}gpj.exe", "photo gpj.exe.jpg"),
            ("page.html", "page.html.jpg"),
            ("", "file.jpg"),
            ("...", "file.jpg"),
            (".jpg", "jpg.jpg"),
            ("Kratzer an der Tür.jpg", "Kratzer an der Tür.jpg"),
        ] {
            assert_eq!(FileFormat::Jpeg.name(said), name, "{said:?}");
        }
        let long = FileFormat::Pdf.name(&format!("{}.pdf", "é".repeat(400)));
        assert_eq!(long.chars().count(), FILE_NAME_CHARS);
        assert!(long.ends_with("é.pdf"));
    }

    #[test]
    fn a_name_is_kept_unchanged_once_it_is_clean() {
        for said in [
            "a b .jpg",
            ". x.jpg.",
            &"x".repeat(300),
            "\u{202E}.jpg",
            "Tür.JPG",
        ] {
            let once = FileFormat::Jpeg.name(said);
            assert_eq!(FileFormat::Jpeg.name(&once), once, "{said:?}");
        }
    }

    #[test]
    fn sizes_are_said_in_words() {
        assert_eq!(
            [1, 1_024, 86_000, 1_048_576, 1_600_000, 5_242_880].map(size_in_words),
            ["1 KB", "1 KB", "84 KB", "1.0 MB", "1.6 MB", "5.0 MB"]
        );
    }
}
