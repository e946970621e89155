//! Days as Excel counts them.

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

/// A moment of the calendar.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// 2025.
    pub year: i64,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 (Sunday) to 6.
    pub weekday: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
    /// 0 to 59.
    pub second: u8,
}

const SECONDS_A_DAY: i64 = 86_400;

/// From 1899-12-30 to 1904-01-01.
const DAYS_TO_1904: i64 = 1462;

/// The last day that Excel knows: 9999-12-31.
const LAST_DAY: i64 = 2_958_465;

/// The moment of a serial number: days since the end of 1899, or since 1904 in files from old
/// Macintoshes. None before that and after the year 9999.
pub fn moment(serial: Decimal, counts_from_1904: bool) -> Option<Moment> {
    let seconds = serial.checked_mul(Decimal::from(SECONDS_A_DAY))?;
    let seconds = seconds.round().to_i64()?;
    let mut days = seconds.div_euclid(SECONDS_A_DAY);
    let within = seconds.rem_euclid(SECONDS_A_DAY);
    if counts_from_1904 {
        days += DAYS_TO_1904;
    } else if days < 60 {
        // Excel believes in a 29th of February 1900.
        days += 1;
    }
    if !(1..=LAST_DAY).contains(&days) {
        return None;
    }
    // Day 0 is 1899-12-30, a Saturday.
    let weekday = part((days + 6) % 7);
    let (year, month, day) = civil(days - 25_569);
    Some(Moment {
        year,
        month,
        day,
        weekday,
        hour: part(within / 3600),
        minute: part(within / 60 % 60),
        second: part(within % 60),
    })
}

/// Year, month and day of a day since 1970 (proleptic Gregorian calendar).
fn civil(days: i64) -> (i64, u8, u8) {
    // Years begin in March, so that the day that may be lacking is their last.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let day_of_era = shifted.rem_euclid(146_097);
    let year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    (year, part(month), part(day))
}

fn part(value: i64) -> u8 {
    u8::try_from(value).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(serial: i64, counts_from_1904: bool) -> Option<(i64, u8, u8)> {
        let moment = moment(Decimal::from(serial), counts_from_1904)?;
        Some((moment.year, moment.month, moment.day))
    }

    #[test]
    fn days_are_those_of_excel() {
        assert_eq!(day(1, false), Some((1900, 1, 1)));
        assert_eq!(day(61, false), Some((1900, 3, 1)));
        assert_eq!(day(45_657, false), Some((2024, 12, 31)));
        assert_eq!(day(45_658, false), Some((2025, 1, 1)));
        assert_eq!(day(0, true), Some((1904, 1, 1)));
        assert_eq!(day(2_958_465, false), Some((9999, 12, 31)));
        assert_eq!(day(2_958_466, false), None);
        assert_eq!(day(-5, false), None);
    }

    #[test]
    fn fractions_are_the_time_of_day() {
        let noon = moment(Decimal::new(456_585, 1), false).unwrap();
        assert_eq!((noon.hour, noon.minute, noon.weekday), (12, 0, 3));
    }
}
