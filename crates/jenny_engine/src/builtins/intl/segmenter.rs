//! Intl.Segmenter, the objects of its segments and their iterators (ECMA-402 19).

use super::options::{get_choice, get_options_object, locale_matcher};
use super::*;
use icu_segmenter::options::WordBreakOptions;
use icu_segmenter::{GraphemeClusterSegmenter, SentenceSegmenter, WordSegmenter, WordSegmenterBorrowed};
use std::cell::Cell;
use std::rc::Rc;

pub static SEGMENTER: ClassSpec =
    ClassSpec::new("Segmenter", Intrinsic::IntlSegmenter, Intrinsic::IntlSegmenterPrototype, segmenter_constructor, 0)
        .statics(&[method("supportedLocalesOf", supported_locales_of, 1)])
        .methods(&[
            method("segment", segmenter_segment, 1),
            method("resolvedOptions", segmenter_resolved_options, 0),
            to_string_tag("Intl.Segmenter"),
        ]);

pub static SEGMENTS_PROTOTYPE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::ObjectPrototype,
    properties: &[
        method("containing", segments_containing, 1),
        symbol_method(
            crate::WellKnownSymbol::Iterator,
            segments_iterator,
            0,
            crate::object::property::Attributes::BUILTIN,
        ),
    ],
};

pub static SEGMENT_ITERATOR_PROTOTYPE: ObjectSpec = ObjectSpec {
    parent: Intrinsic::IteratorPrototype,
    properties: &[method("next", segment_iterator_next, 0), to_string_tag("Segmenter String Iterator")],
};

/// The internal slots.
pub struct SegmenterData {
    locale: Locale,
    granularity: &'static str,
}

impl IntlData for SegmenterData {
    const KIND: Kind = Kind::IntlSegmenter;
    const PROTOTYPE: Intrinsic = Intrinsic::IntlSegmenterPrototype;
    const CLASS: &'static str = "Intl.Segmenter";
}

/// Where segments end, and of words whether they are like words; shared by a segments object and its iterators.
struct Breaks {
    /// ascending, without 0
    ends: Vec<u32>,
    /// as long as `ends`, or empty when the segments are no words
    word_like: Vec<bool>,
}

impl Breaks {
    fn add_words(&mut self, segmenter: WordSegmenterBorrowed<'_>, units: &[u16]) {
        for (end, kind) in segmenter.segment_utf16(units).iter_with_word_type() {
            if end > 0 {
                self.ends.push(end as u32);
                self.word_like.push(kind.is_word_like());
            }
        }
    }
}

/// A Segments object.
#[repr(C)]
pub struct SegmentsObject {
    object: Object,
    string: Gc<JsString>,
    breaks: Rc<Breaks>,
}

// SAFETY: visits the object part and the string.
unsafe impl Trace for SegmentsObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.string);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for SegmentsObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for SegmentsObject {
    const KIND: Kind = Kind::IntlSegments;
}

/// A Segment Iterator.
#[repr(C)]
pub struct SegmentIteratorObject {
    object: Object,
    string: Gc<JsString>,
    breaks: Rc<Breaks>,
    /// the segment that comes next
    next: Cell<usize>,
}

// SAFETY: visits the object part and the string.
unsafe impl Trace for SegmentIteratorObject {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.object.trace(tracer);
        tracer.visit(self.string);
    }
}
// SAFETY: repr(C), Object first.
unsafe impl GcCell for SegmentIteratorObject {}
// SAFETY: repr(C), Object first; cells of this kind are made in this file only.
unsafe impl ObjectType for SegmentIteratorObject {
    const KIND: Kind = Kind::IntlSegmentIterator;
}

/// new Intl.Segmenter ( [ locales [ , options ] ] )
fn segmenter_constructor(agent: &mut Agent, _this: Value, args: Args) -> JsResult<Value> {
    let prototype = prototype_of_new::<SegmenterData>(agent, args)?;
    let requested = canonicalize_locale_list(agent, args.get(0))?;
    let options = get_options_object(agent, args.get(1))?;
    locale_matcher(agent, options)?;
    let locale = resolve_locale(&requested);
    let granularity =
        get_choice(agent, options, "granularity", &["grapheme", "word", "sentence"])?.unwrap_or("grapheme");
    Ok(create(agent, SegmenterData { locale, granularity }, prototype))
}

/// Intl.Segmenter.prototype.resolvedOptions ( )
fn segmenter_resolved_options(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let segmenter = receiver::<SegmenterData>(agent, this, "resolvedOptions")?;
    let object = agent.new_object();
    let locale = agent.string(&segmenter.data.locale.to_string());
    object.create_str(agent, "locale", locale)?;
    let granularity = agent.string(segmenter.data.granularity);
    object.create_str(agent, "granularity", granularity)?;
    Ok(object.into())
}

fn breaks_of(data: &SegmenterData, units: &[u16]) -> Breaks {
    let language = &data.locale.id;
    let mut breaks = Breaks { ends: Vec::new(), word_like: Vec::new() };
    let keep = |end: &usize| *end > 0;
    match data.granularity {
        "word" => {
            let mut options = WordBreakOptions::default();
            options.content_locale = Some(language);
            // Without data for the language the rules of the root hold.
            match WordSegmenter::try_new_auto(options) {
                Ok(segmenter) => breaks.add_words(segmenter.as_borrowed(), units),
                Err(_) => breaks.add_words(WordSegmenter::new_auto(Default::default()), units),
            }
        }
        "sentence" => {
            let segmenter = SentenceSegmenter::new(Default::default());
            breaks.ends.extend(segmenter.segment_utf16(units).filter(keep).map(|end| end as u32));
        }
        _ => {
            let segmenter = GraphemeClusterSegmenter::new();
            breaks.ends.extend(segmenter.segment_utf16(units).filter(keep).map(|end| end as u32));
        }
    }
    breaks
}

/// Intl.Segmenter.prototype.segment ( string )
fn segmenter_segment(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let segmenter = receiver::<SegmenterData>(agent, this, "segment")?;
    let string = args.get(0).to_js_string(agent)?;
    let breaks = Rc::new(breaks_of(&segmenter.data, &string.to_utf16()));
    let prototype = agent.intrinsic(Intrinsic::IntlSegmentsPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::IntlSegments, shape);
    Ok(agent.alloc(SegmentsObject { object, string, breaks }).into())
}

/// CreateSegmentDataObject
fn segment_data(agent: &mut Agent, string: Gc<JsString>, breaks: &Breaks, index: usize) -> JsResult<Value> {
    let start = if index == 0 { 0 } else { breaks.ends[index - 1] as usize };
    let end = breaks.ends[index] as usize;
    let object = agent.new_object();
    let segment = agent.substring(string, start, end);
    object.create_str(agent, "segment", segment)?;
    object.create_str(agent, "index", Value::number(start as f64))?;
    object.create_str(agent, "input", string)?;
    if let Some(&word_like) = breaks.word_like.get(index) {
        object.create_str(agent, "isWordLike", Value::bool(word_like))?;
    }
    Ok(object.into())
}

/// %IntlSegmentsPrototype%.containing ( index )
fn segments_containing(agent: &mut Agent, this: Value, args: Args) -> JsResult<Value> {
    let Some(segments) = this.as_kind::<SegmentsObject>() else {
        return Err(agent.throw_incompatible_receiver("%SegmentsPrototype%.containing", this));
    };
    let position = args.get(0).to_integer_or_infinity(agent)?;
    if position < 0.0 || position >= segments.string.len() as f64 {
        return Ok(Value::UNDEFINED);
    }
    let index = segments.breaks.ends.partition_point(|end| *end as f64 <= position);
    let breaks = segments.breaks.clone();
    segment_data(agent, segments.string, &breaks, index)
}

/// %IntlSegmentsPrototype% [ %Symbol.iterator% ] ( )
fn segments_iterator(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(segments) = this.as_kind::<SegmentsObject>() else {
        return Err(agent.throw_incompatible_receiver("%SegmentsPrototype%[Symbol.iterator]", this));
    };
    let prototype = agent.intrinsic(Intrinsic::IntlSegmentIteratorPrototype);
    let shape = agent.root_shape(prototype.into(), 0);
    let object = Object::new(Kind::IntlSegmentIterator, shape);
    let (string, breaks) = (segments.string, segments.breaks.clone());
    Ok(agent.alloc(SegmentIteratorObject { object, string, breaks, next: Cell::new(0) }).into())
}

/// %IntlSegmentIteratorPrototype%.next ( )
fn segment_iterator_next(agent: &mut Agent, this: Value, _args: Args) -> JsResult<Value> {
    let Some(iterator) = this.as_kind::<SegmentIteratorObject>() else {
        return Err(agent.throw_incompatible_receiver("Segmenter String Iterator.prototype.next", this));
    };
    let index = iterator.next.get();
    if index >= iterator.breaks.ends.len() {
        return Ok(agent.create_iter_result_object(Value::UNDEFINED, true).into());
    }
    iterator.next.set(index + 1);
    let breaks = iterator.breaks.clone();
    let data = segment_data(agent, iterator.string, &breaks, index)?;
    Ok(agent.create_iter_result_object(data, false).into())
}
