//! The option relativeTo: the date from which a duration's calendar units are counted.

use super::calendar_fields::{Required, ZONED, prepare};
use super::options::Options;
use super::*;
use temporal_rs::fields::ZonedDateTimeFields;
use temporal_rs::options::{Disambiguation, OffsetDisambiguation, Overflow, RelativeTo};
use temporal_rs::partial::{PartialDate, PartialTime, PartialZonedDateTime};

/// GetTemporalRelativeToOption. Errors: whatever getters and conversions throw, TypeError, RangeError.
pub fn relative_to_option(agent: &mut Agent, options: Options) -> JsResult<Option<RelativeTo>> {
    let Some(options) = options else { return Ok(None) };
    let value = options.get_str(agent, "relativeTo")?;
    if value.is_undefined() {
        return Ok(None);
    }
    if let Some(zoned) = held::<ZonedDateTime>(value) {
        return Ok(Some(RelativeTo::ZonedDateTime(zoned)));
    }
    if let Some(date) = held::<PlainDate>(value) {
        return Ok(Some(RelativeTo::PlainDate(date)));
    }
    if let Some(date_time) = held::<PlainDateTime>(value) {
        return Ok(Some(RelativeTo::PlainDate(date_time.to_plain_date())));
    }
    let Some(object) = value.as_object() else {
        let text = text_with_calendar(agent, value, "relativeTo")?;
        return RelativeTo::try_from_str(&text).or_throw(agent).map(Some);
    };
    let calendar = get_calendar_with_iso_default(agent, value)?;
    let fields = prepare(agent, &calendar, object, ZONED, Required::Nothing)?;
    let calendar_fields = fields.calendar_fields(agent, Overflow::Constrain)?;
    let time: PartialTime = fields.partial_time(agent, Overflow::Constrain)?;
    let relative_to = match fields.time_zone {
        None => {
            // The time is in range after being constrained and plays no part in a date.
            let date = PlainDate::from_partial(PartialDate { calendar_fields, calendar }, Some(Overflow::Constrain));
            RelativeTo::PlainDate(date.or_throw(agent)?)
        }
        Some(time_zone) => {
            let zoned = ZonedDateTimeFields { calendar_fields, time, offset: fields.offset };
            let partial = PartialZonedDateTime { fields: zoned, timezone: Some(time_zone), calendar };
            let zoned = ZonedDateTime::from_partial(
                partial,
                Some(Overflow::Constrain),
                Some(Disambiguation::Compatible),
                Some(OffsetDisambiguation::Reject),
            );
            RelativeTo::ZonedDateTime(zoned.or_throw(agent)?)
        }
    };
    Ok(Some(relative_to))
}
