//! The text, token by token.

use super::Misread;

/// No text of the service is nested deeper: a page does not run out of stack over one that is.
const DEPTH: u8 = 64;

pub(super) struct Reader<'a> {
    rest: &'a str,
    depth: u8,
}

/// What a value begins with; for a plain one, the whole of it.
pub(super) enum Token {
    Null,
    Truth(bool),
    Natural(u64),
    Negative(i64),
    Broken(f64),
    Text(String),
    List,
    Map,
}

impl<'a> Reader<'a> {
    /// Begins to read a text.
    pub(super) fn new(text: &'a str) -> Self {
        Self { rest: text, depth: 0 }
    }
}

// Nothing here knows what is being read: it is in the page's code once.
impl Reader<'_> {
    /// The next byte that is no white space.
    pub(super) fn peek(&mut self) -> Option<u8> {
        self.rest = self.rest.trim_ascii_start();
        self.rest.bytes().next()
    }

    /// Passes by a byte, if it is the next.
    pub(super) fn takes(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        if is_next {
            self.skip(1);
        }
        is_next
    }

    pub(super) fn expects(&mut self, byte: u8) -> Result<(), Misread> {
        if self.takes(byte) { Ok(()) } else { Err(Misread) }
    }

    /// Passes by bytes that were looked at and are whole characters.
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    pub(super) fn word(&mut self, word: &str) -> Result<(), Misread> {
        self.rest = self.rest.strip_prefix(word).ok_or(Misread)?;
        Ok(())
    }

    pub(super) fn token(&mut self) -> Result<Token, Misread> {
        match self.peek().ok_or(Misread)? {
            b'n' => self.word("null").map(|()| Token::Null),
            b't' => self.word("true").map(|()| Token::Truth(true)),
            b'f' => self.word("false").map(|()| Token::Truth(false)),
            b'"' => self.text().map(Token::Text),
            b'[' => self.enters().map(|()| Token::List),
            b'{' => self.enters().map(|()| Token::Map),
            b'-' | b'0'..=b'9' => self.number(),
            _ => Err(Misread),
        }
    }

    pub(super) fn enters(&mut self) -> Result<(), Misread> {
        self.skip(1);
        self.depth += 1;
        if self.depth > DEPTH { Err(Misread) } else { Ok(()) }
    }

    pub(super) fn leaves(&mut self) {
        self.depth -= 1;
    }

    /// Whether another item stands in the list or map, which ends with `close` and began before the `first`.
    pub(super) fn goes_on(&mut self, close: u8, first: &mut bool) -> Result<bool, Misread> {
        if self.takes(close) {
            self.depth -= 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.expects(b',')?;
        }
        Ok(true)
    }

    fn text(&mut self) -> Result<String, Misread> {
        self.expects(b'"')?;
        let mut text = String::new();
        loop {
            let plain = self
                .rest
                .bytes()
                .position(|byte| byte == b'"' || byte == b'\\' || byte < b' ');
            let (before, after) = self.rest.split_at_checked(plain.ok_or(Misread)?).ok_or(Misread)?;
            text.push_str(before);
            self.rest = after;
            match self.bytes::<1>()? {
                [b'"'] => return Ok(text),
                [b'\\'] => text.push(self.escape()?),
                _ => return Err(Misread),
            }
        }
    }

    fn escape(&mut self) -> Result<char, Misread> {
        Ok(match self.bytes::<1>()? {
            [b'n'] => '\n',
            [b't'] => '\t',
            [b'r'] => '\r',
            [b'b'] => '\u{8}',
            [b'f'] => '\u{c}',
            [plain @ (b'"' | b'\\' | b'/')] => char::from(plain),
            [b'u'] => {
                let first = self.unit()?;
                // Characters beyond the basic plane come as two units, which are worth nothing alone.
                let code = match first {
                    0xD800..0xDC00 => {
                        self.word("\\u")?;
                        let second = self.unit()?;
                        0x1_0000 + ((first - 0xD800) << 10) + second.checked_sub(0xDC00).ok_or(Misread)?
                    }
                    _ => first,
                };
                char::from_u32(code).ok_or(Misread)?
            }
            _ => return Err(Misread),
        })
    }

    /// Four hexadecimal digits.
    fn unit(&mut self) -> Result<u32, Misread> {
        self.bytes::<4>()?.iter().try_fold(0, |unit, &digit| {
            let digit = char::from(digit).to_digit(16).ok_or(Misread)?;
            Ok(unit << 4 | digit)
        })
    }

    fn bytes<const N: usize>(&mut self) -> Result<[u8; N], Misread> {
        let (bytes, _) = self.rest.as_bytes().split_first_chunk().ok_or(Misread)?;
        self.rest = self.rest.get(N..).ok_or(Misread)?;
        Ok(*bytes)
    }

    /// A number. With a point or an exponent it is exact as long as it has at most 15 digits and 22 places, as all
    /// have that the service makes; beyond that it is off by the last digits.
    fn number(&mut self) -> Result<Token, Misread> {
        let negative = self.takes(b'-');
        let (digits, whole) = self.digits();
        if !matches!(self.rest.as_bytes().first(), Some(b'.' | b'e' | b'E')) {
            let natural = whole.ok_or(Misread)?;
            return match (digits, negative) {
                (0, _) => Err(Misread),
                (_, false) => Ok(Token::Natural(natural)),
                (_, true) => Ok(Token::Negative(
                    0_i64.checked_sub_unsigned(natural).ok_or(Misread)?,
                )),
            };
        }
        let mut number = whole.ok_or(Misread)? as f64;
        let mut exponent = 0;
        if self.word(".").is_ok() {
            let (places, part) = self.digits();
            exponent = -places;
            number = number * power_of_ten(places) + part.ok_or(Misread)? as f64;
        }
        if self.word("e").or_else(|Misread| self.word("E")).is_ok() {
            let negative = self.word("-").is_ok();
            if !negative {
                // A plus says nothing.
                let _ = self.word("+");
            }
            let (_, shift) = self.digits();
            let shift = shift
                .and_then(|shift| i32::try_from(shift).ok())
                .unwrap_or(i32::MAX);
            exponent = exponent.saturating_add(if negative { -shift } else { shift });
        }
        let size = power_of_ten(exponent.saturating_abs());
        let number = if exponent < 0 {
            number / size
        } else {
            number * size
        };
        Ok(Token::Broken(if negative { -number } else { number }))
    }

    /// How many digits follow, and what they make; `None` when that is too much.
    fn digits(&mut self) -> (i32, Option<u64>) {
        let (mut count, mut number) = (0, Some(0_u64));
        while let Some(digit @ b'0'..=b'9') = self.rest.bytes().next() {
            number = number.and_then(|number| number.checked_mul(10)?.checked_add(u64::from(digit - b'0')));
            count += 1;
            self.skip(1);
        }
        (count, number)
    }
}

/// Beyond the range of numbers, infinity.
fn power_of_ten(exponent: i32) -> f64 {
    (0..exponent.min(400)).fold(1.0, |power, _| power * 10.0)
}
