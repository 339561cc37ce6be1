//! The one thing of Exif that is kept: which way up a picture is shown. Exif 2.32, 4.6.4, tag 274.

/// `MM`, forty-two, and one entry of an IFD: tag 274, one number of 16 bits.
const BLOCK: [u8; 26] = [
    b'M', b'M', 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0,
];

/// What needs no word.
pub(super) const UPRIGHT: u8 = 1;

/// Which way up an Exif block (from its `II` or `MM` on) says that its picture is shown, 1 to 8. `None` for what says
/// nothing.
pub(super) fn read(block: &[u8]) -> Option<u8> {
    let little = block.starts_with(b"II*\0");
    if !little && !block.starts_with(b"MM\0*") {
        return None;
    }
    let number = |at: usize, bytes: usize| {
        let bytes = block.get(at..at.checked_add(bytes)?)?;
        let shift = |number: usize, byte: &u8| number << 8 | usize::from(*byte);
        Some(if little {
            bytes.iter().rev().fold(0, shift)
        } else {
            bytes.iter().fold(0, shift)
        })
    };
    let directory = number(4, 4)?;
    let entries = number(directory, 2)?;
    let entry = (0..entries)
        .map_while(|entry| directory.checked_add(2 + 12 * entry))
        .find(|at| number(*at, 2) == Some(0x0112))?;
    let turned = number(entry + 8, 2)?;
    u8::try_from(turned)
        .ok()
        .filter(|turned| (1..=8).contains(turned))
}

/// The block that says so and nothing else.
pub(super) fn block(turned: u8) -> [u8; 26] {
    let mut block = BLOCK;
    block[19] = turned;
    block
}
