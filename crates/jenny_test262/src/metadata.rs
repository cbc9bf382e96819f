//! The front matter of a test: the YAML between `/*---` and `---*/`, of which the suite uses a small part.

/// In which step of a test its error must arise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// While parsing, early errors included.
    Parse,
    /// While modules are linked.
    Resolution,
    Runtime,
}

/// A test that must end in an error.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Negative {
    pub phase: Phase,
    /// Name of the error's constructor.
    pub error: String,
}

/// What a test says of itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Metadata {
    pub flags: Vec<String>,
    pub includes: Vec<String>,
    pub features: Vec<String>,
    pub locale: Vec<String>,
    pub negative: Option<Negative>,
}

impl Metadata {
    pub fn has_flag(&self, flag: &str) -> bool {
        self.flags.iter().any(|f| f == flag)
    }

    /// Reads the front matter of `source`; a source without one has no metadata.
    pub fn parse(source: &str) -> Result<Self, String> {
        let mut metadata = Metadata::default();
        let Some((_, rest)) = source.split_once("/*---") else { return Ok(metadata) };
        let (yaml, _) = rest.split_once("---*/").ok_or("the front matter does not end")?;
        // A test of line ends has front matter with lone carriage returns.
        let lines: Vec<&str> = yaml.split(['\n', '\r']).filter(|line| !line.is_empty()).collect();
        let mut phase = None;
        let mut error = None;
        let mut index = 0;
        while index < lines.len() {
            let line = lines[index];
            index += 1;
            // Only keys at the left edge count: an indented line belongs to the text or the mapping above it.
            let Some((key, value)) = line.split_once(':') else { continue };
            let nested: Vec<&str> =
                lines[index..].iter().copied().take_while(|l| l.starts_with(' ') || l.trim().is_empty()).collect();
            match key {
                "flags" => metadata.flags = list(value, &nested),
                "includes" => metadata.includes = list(value, &nested),
                "features" => metadata.features = list(value, &nested),
                "locale" => metadata.locale = list(value, &nested),
                "negative" => {
                    for (name, value) in nested.iter().filter_map(|line| line.trim().split_once(':')) {
                        match (name, value.trim()) {
                            ("phase", "parse") => phase = Some(Phase::Parse),
                            ("phase", "resolution") => phase = Some(Phase::Resolution),
                            ("phase", "runtime") => phase = Some(Phase::Runtime),
                            ("phase", other) => return Err(format!("unknown phase {other}")),
                            ("type", name) => error = Some(name.to_owned()),
                            _ => {}
                        }
                    }
                    let complete = phase.zip(error.clone()).ok_or("`negative` needs a phase and a type")?;
                    metadata.negative = Some(Negative { phase: complete.0, error: complete.1 });
                }
                _ => {}
            }
        }
        Ok(metadata)
    }
}

/// `[a, b]` on the line itself or over several, or `- a` lines below it.
fn list(value: &str, nested: &[&str]) -> Vec<String> {
    let mut text = strip_comment(value).trim().to_owned();
    if text.is_empty() || (text.starts_with('[') && !text.contains(']')) {
        for line in nested {
            let line = strip_comment(line).trim();
            text.push_str(line.strip_prefix("- ").unwrap_or(line));
            text.push(',');
        }
    }
    let inner = text.trim_start_matches('[').split(']').next().unwrap_or_default();
    inner.split(',').map(str::trim).filter(|item| !item.is_empty()).map(str::to_owned).collect()
}

fn strip_comment(line: &str) -> &str {
    line.split(" #").next().unwrap_or(line)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_form_of_list_is_read() {
        let source = "// c\n/*---\ndescription: >\n  flags: [no]\nflags: [onlyStrict, async]\nincludes:\n  - a.js\n  - b.js # why\nfeatures: [\n  x,\n  y\n]\nlocale: [de]\n---*/";
        let found = Metadata::parse(source).unwrap();
        assert_eq!(found.flags, ["onlyStrict", "async"]);
        assert_eq!(found.includes, ["a.js", "b.js"]);
        assert_eq!(found.features, ["x", "y"]);
        assert_eq!(found.locale, ["de"]);
        assert!(found.has_flag("async") && !found.has_flag("raw"));
    }

    #[test]
    fn negative_tests_name_phase_and_error() {
        let found =
            Metadata::parse("/*---\nnegative:\n  phase: resolution\n  type: SyntaxError\nflags: [module]\n---*/")
                .unwrap();
        assert_eq!(found.negative, Some(Negative { phase: Phase::Resolution, error: "SyntaxError".to_owned() }));
        assert_eq!(found.flags, ["module"]);
        assert!(Metadata::parse("/*---\nnegative:\n  phase: parse\n---*/").is_err());
        assert_eq!(Metadata::parse("1").unwrap(), Metadata::default());
    }
}
