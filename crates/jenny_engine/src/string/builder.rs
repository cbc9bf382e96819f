//! StringBuilder: appends text piece by piece and becomes a flat string, never longer than strings may be.

use super::{JsString, MAX_LENGTH, StringView};
use crate::JsResult;
use crate::agent::Agent;
use jenny_gc::Gc;
use jenny_text::{Text, TextBuf};

/// Text under construction; Latin-1 until a unit does not fit.
#[derive(Default, Debug)]
pub struct StringBuilder {
    text: TextBuf,
}

impl StringBuilder {
    pub fn new() -> StringBuilder {
        StringBuilder { text: TextBuf::new() }
    }
    pub fn with_capacity(units: usize) -> StringBuilder {
        StringBuilder { text: TextBuf::with_capacity(units.min(1 << 16)) }
    }
    pub fn len(&self) -> usize {
        self.text.len()
    }
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }
    /// The text so far.
    pub fn as_text(&self) -> Text<'_> {
        self.text.as_text()
    }
    fn view(&self) -> StringView<'_> {
        match &self.text {
            TextBuf::Latin1(b) => StringView::Latin1(b),
            TextBuf::Utf16(u) => StringView::Utf16(u),
        }
    }
    /// Direct access; the length is checked by `finish`.
    pub fn text_mut(&mut self) -> &mut TextBuf {
        &mut self.text
    }
    /// Errors: RangeError "Invalid string length" if `units` more do not fit.
    #[inline]
    pub fn check_room(&self, agent: &mut Agent, units: usize) -> JsResult<()> {
        if self.text.len() + units > MAX_LENGTH {
            return Err(agent.throw_range_error("Invalid string length"));
        }
        Ok(())
    }
    #[inline]
    pub fn push_unit(&mut self, unit: u16) {
        self.text.push(unit);
    }
    /// Appends ASCII or other UTF-8 text.
    pub fn push_str(&mut self, text: &str) {
        self.text.push_str(text);
    }
    /// Appends a view. Errors: RangeError past the longest string.
    #[inline]
    pub fn push_view(&mut self, agent: &mut Agent, view: StringView<'_>) -> JsResult<()> {
        self.check_room(agent, view.len())?;
        match view {
            StringView::Latin1(b) => self.text.push_latin1_slice(b),
            StringView::Utf16(u) => self.text.push_utf16_slice(u),
        }
        Ok(())
    }
    /// Appends a string. Errors: RangeError past the longest string.
    #[inline]
    pub fn push_string(&mut self, agent: &mut Agent, string: Gc<JsString>) -> JsResult<()> {
        self.push_view(agent, string.view())
    }
    /// Appends a string `count` times. Errors: RangeError past the longest string.
    pub fn push_repeated(&mut self, agent: &mut Agent, string: Gc<JsString>, count: u64) -> JsResult<()> {
        /// Units that are appended at once.
        const CHUNK: u64 = 4096;
        if string.is_empty() || count == 0 {
            return Ok(());
        }
        let at_once = (CHUNK / string.len() as u64).clamp(1, count);
        let mut chunk = StringBuilder::new();
        for _ in 0..at_once {
            chunk.push_string(agent, string)?;
        }
        for _ in 0..count / at_once {
            self.push_view(agent, chunk.view())?;
        }
        for _ in 0..count % at_once {
            self.push_string(agent, string)?;
        }
        Ok(())
    }
    /// The string. Errors: RangeError past the longest string, or memory.
    pub fn finish(self, agent: &mut Agent) -> JsResult<Gc<JsString>> {
        agent.string_from_text_buf(&self.text)
    }
}

impl Agent {
    /// A string of the text in a buffer. Errors: RangeError past the longest string, or memory.
    pub fn string_from_text_buf(&mut self, text: &TextBuf) -> JsResult<Gc<JsString>> {
        match text {
            TextBuf::Latin1(b) => self.try_string_from_latin1(b),
            TextBuf::Utf16(u) => self.try_string_from_utf16(u),
        }
    }
}
