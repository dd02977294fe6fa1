//! Names and search text: what counts as the same letters, and what a person may type to find them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Cleans text that a person or a file gave: NFC, blanks at both ends dropped, runs of blanks made one.
pub fn tidy(text: &str) -> String {
    // Nearly every text is tidy already; this is asked for every cell of every line.
    let twice = || text.as_bytes().windows(2).any(|w| w == b"  ");
    if text.is_ascii() && !text.bytes().any(|b| matches!(b, b'\t' | b'\n' | b'\r')) && !twice() {
        return text.trim().to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !out.is_empty() {
            out.push(' ');
        }
        out.extend(word.nfc());
    }
    out
}

/// Text of several lines: each line tidy, no blank lines at the ends and no two of them together.
pub fn tidy_lines(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut blank = false;
    for line in text.lines().map(tidy) {
        if line.is_empty() {
            blank = !out.is_empty();
            continue;
        }
        if !out.is_empty() {
            out.push_str(if blank { "\n\n" } else { "\n" });
        }
        blank = false;
        out.push_str(&line);
    }
    out
}

/// The form in which names match: tidy, without regard to case. Letters and marks still count: `Peña` is not `Pena`.
/// (Source: the state's match key is "case-blind and trimmed".)
pub fn match_key(text: &str) -> String {
    let mut key = tidy(text);
    if key.is_ascii() {
        key.make_ascii_lowercase();
        return key;
    }
    key.to_lowercase()
}

/// The form for search and sorting: small letters, no accents, no apostrophes of any kind, so that
/// `obrien` finds `O’Brien`, `tran` finds `Trần`, and `ana` finds `ʻAna`.
pub fn search_key(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push_search_key(&mut out, text);
    out
}

/// Appends [`search_key`] of `text` to `out`.
pub fn push_search_key(out: &mut String, text: &str) {
    if text.is_ascii() {
        out.extend(
            text.chars()
                .filter(|c| *c != '\'' && *c != '`')
                .map(|c| c.to_ascii_lowercase()),
        );
        return;
    }
    for c in text.nfd().filter(|c| !is_combining_mark(*c)) {
        match c {
            '\'' | '’' | '‘' | 'ʻ' | 'ʼ' | '`' | '´' => {}
            'đ' | 'Đ' => out.push('d'),
            'ł' | 'Ł' => out.push('l'),
            'ø' | 'Ø' => out.push('o'),
            'ß' => out.push_str("ss"),
            c => out.extend(c.to_lowercase()),
        }
    }
}

/// Whether a letter of this text was lost before it came to us: the replacement character, or a question mark.
pub fn has_lost_letter(name: &str) -> bool {
    name.contains(['\u{FFFD}', '?'])
}

/// "1 student", "2 students": counts in sentences.
pub fn count(n: usize, one: &str, many: &str) -> String {
    format!("{} {}", thousands(n), if n == 1 { one } else { many })
}

/// `12,345`: counts as people read them.
pub fn thousands(n: usize) -> String {
    let digits = n.to_string();
    let mut out = String::with_capacity(digits.len() + digits.len() / 3);
    for (i, c) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i).is_multiple_of(3) {
            out.push(',');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn search_forgives_accents_and_apostrophes_but_matching_does_not() {
        assert_eq!(search_key("O’Brien"), "obrien");
        assert_eq!(search_key("ʻAna Trần"), "ana tran");
        assert_eq!(match_key("  NUÑEZ   Ortiz "), "nuñez ortiz");
        assert_ne!(match_key("Peña"), match_key("Pena"));
    }

    #[test]
    fn composed_and_decomposed_letters_are_the_same_name() {
        assert_eq!(match_key("Trần"), match_key("Tra\u{302}\u{300}n"));
    }

    #[test]
    fn lines_stay_lines_and_are_each_tidy() {
        assert_eq!(tidy_lines("\n one  two \r\n\n\n three\n"), "one two\n\nthree");
        assert_eq!(tidy_lines("  \n "), "");
    }

    #[test]
    fn counts_read_well() {
        assert_eq!(count(1, "student", "students"), "1 student");
        assert_eq!(count(1_234_567, "student", "students"), "1,234,567 students");
        assert_eq!(thousands(100), "100");
    }
}
