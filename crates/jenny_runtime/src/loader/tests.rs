//! The loader on trees of small files.

use std::fs;
use std::path::Path;

use super::*;

fn tree(files: &[(&str, &str)]) -> (tempfile::TempDir, PathBuf) {
    let home = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = home.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let root = home.path().canonicalize().unwrap();
    (home, root)
}

fn loader() -> Loader {
    Loader::new(|name| matches!(name, "fs" | "fs/promises"), Vec::new())
}

/// Resolves from `from` and shows the answer relative to the tree.
fn resolve(root: &Path, specifier: &str, from: &str, kind: ImportKind) -> String {
    let referrer = Url::from_file_path(root.join(from)).unwrap();
    let shown = match loader().resolve(specifier, &referrer, kind) {
        Ok(resolved) => resolved.url(),
        Err(error) => format!("{}: {error}", error.code),
    };
    shown.replace(&format!("file://{}/", root.display()), "").replace(&format!("{}/", root.display()), "")
}

const PACKAGES: &[(&str, &str)] = &[
    ("main.mjs", ""),
    ("main.ts", ""),
    ("dep.js", ""),
    ("typed.ts", ""),
    ("with space.js", ""),
    ("dir/index.js", ""),
    ("lib/paths.ts", ""),
    ("tsconfig.json", r#"{ "compilerOptions": { "baseUrl": ".", "paths": { "~/*": ["./lib/*"] } } }"#),
    ("package.json", r##"{ "name": "self", "imports": { "#dep": "./dep.js" }, "exports": { "./dep": "./dep.js" } }"##),
    (
        "node_modules/both/package.json",
        r#"{ "exports": { ".": { "import": "./i.mjs", "require": "./r.cjs" }, "./gone": null } }"#,
    ),
    ("node_modules/both/i.mjs", ""),
    ("node_modules/both/r.cjs", ""),
    ("node_modules/old/package.json", r#"{ "main": "lib/main" }"#),
    ("node_modules/old/lib/main.js", ""),
    ("node_modules/old/other.js", ""),
    ("node_modules/@scope/bare/index.js", ""),
    ("node_modules/broken/package.json", "{"),
];

#[test]
fn imports_resolve_as_in_node() {
    let (_home, root) = tree(PACKAGES);
    for (specifier, expected) in [
        ("./dep.js", "dep.js"),
        ("./dep.js?v=1#x", "dep.js?v=1#x"),
        ("./with%20space.js", "with%20space.js"),
        ("fs", "node:fs"),
        ("node:fs/promises", "node:fs/promises"),
        ("node:nothing", "ERR_UNKNOWN_BUILTIN_MODULE: No such built-in module: node:nothing"),
        ("both", "node_modules/both/i.mjs"),
        ("old", "node_modules/old/lib/main.js"),
        ("old/other.js", "node_modules/old/other.js"),
        ("old/other", "ERR_MODULE_NOT_FOUND: Cannot find module 'old/other' imported from main.mjs"),
        ("@scope/bare", "node_modules/@scope/bare/index.js"),
        ("#dep", "dep.js"),
        ("self/dep", "dep.js"),
        ("data:text/javascript,1", "data:text/javascript,1"),
        ("./none.js", "ERR_MODULE_NOT_FOUND: Cannot find module './none.js' imported from main.mjs"),
        (
            "./dep",
            "ERR_MODULE_NOT_FOUND: Cannot find module './dep' imported from main.mjs\nDid you mean to import './dep.js'?",
        ),
        ("nothing", "ERR_MODULE_NOT_FOUND: Cannot find package 'nothing' imported from main.mjs"),
        ("@no/thing/x", "ERR_MODULE_NOT_FOUND: Cannot find package '@no/thing' imported from main.mjs"),
        (
            "./dir",
            "ERR_UNSUPPORTED_DIR_IMPORT: Directory import 'dir' is not supported resolving ES modules imported from main.mjs",
        ),
        (
            "both/x",
            "ERR_PACKAGE_PATH_NOT_EXPORTED: Package subpath './x' is not defined by \"exports\" in node_modules/both/package.json imported from main.mjs",
        ),
        (
            "#none",
            "ERR_PACKAGE_IMPORT_NOT_DEFINED: Package import specifier \"#none\" is not defined in package package.json imported from main.mjs",
        ),
        (
            "https://example.invalid/x.js",
            "ERR_UNSUPPORTED_ESM_URL_SCHEME: Only URLs with a scheme in: file, data, and node are supported by the default module loader. Received protocol 'https:'",
        ),
    ] {
        assert_eq!(resolve(&root, specifier, "main.mjs", ImportKind::Import), expected, "{specifier}");
    }
    assert!(resolve(&root, "broken", "main.mjs", ImportKind::Import).starts_with("ERR_INVALID_PACKAGE_CONFIG"));
}

#[test]
fn requires_resolve_as_in_node() {
    let (_home, root) = tree(PACKAGES);
    for (specifier, expected) in [
        ("./dep", "dep.js"),
        ("./dir", "dir/index.js"),
        ("both", "node_modules/both/r.cjs"),
        ("old/other", "node_modules/old/other.js"),
        ("./none", "MODULE_NOT_FOUND: Cannot find module './none'\nRequire stack:\n- main.mjs"),
    ] {
        assert_eq!(resolve(&root, specifier, "main.mjs", ImportKind::Require), expected, "{specifier}");
    }
}

#[test]
fn typescript_sources_may_leave_out_and_rename_extensions() {
    let (_home, root) = tree(PACKAGES);
    for (specifier, expected) in [
        ("./typed", "typed.ts"),
        ("./typed.js", "typed.ts"),
        ("./dep.js", "dep.js"),
        ("./dir", "dir/index.js"),
        ("~/paths", "lib/paths.ts"),
        ("both", "node_modules/both/i.mjs"),
        ("./none", "ERR_MODULE_NOT_FOUND: Cannot find module './none' imported from main.ts"),
    ] {
        assert_eq!(resolve(&root, specifier, "main.ts", ImportKind::Import), expected, "{specifier}");
    }
}

#[test]
fn formats_follow_extension_package_and_syntax() {
    let (_home, root) = tree(&[
        ("a.mjs", ""),
        ("a.cjs", ""),
        ("a.mts", ""),
        ("esm.js", "import './x'"),
        ("cjs.js", "module.exports = 1"),
        ("typed.ts", "export const a: number = 1"),
        ("plain.ts", "const a: number = 1"),
        ("data.json", "{}"),
        ("bare", "export {}"),
        ("module/package.json", r#"{ "type": "module" }"#),
        ("module/a.js", ""),
        ("module/sub/a.jsx", ""),
        ("module/node_modules/p/a.js", ""),
        ("commonjs/package.json", "\u{feff}{ \"type\": \"commonjs\" }"),
        ("commonjs/a.js", "1"),
    ]);
    let loader = loader();
    for (name, format, language) in [
        ("a.mjs", ModuleFormat::Module, Language::JavaScript),
        ("a.cjs", ModuleFormat::CommonJs, Language::JavaScript),
        ("a.mts", ModuleFormat::Module, Language::TypeScript),
        ("esm.js", ModuleFormat::Module, Language::JavaScript),
        ("cjs.js", ModuleFormat::CommonJs, Language::JavaScript),
        ("typed.ts", ModuleFormat::Module, Language::TypeScript),
        ("plain.ts", ModuleFormat::CommonJs, Language::TypeScript),
        ("data.json", ModuleFormat::Json, Language::JavaScript),
        ("bare", ModuleFormat::Module, Language::JavaScript),
        ("module/a.js", ModuleFormat::Module, Language::JavaScript),
        ("module/sub/a.jsx", ModuleFormat::Module, Language::Jsx),
        ("module/node_modules/p/a.js", ModuleFormat::CommonJs, Language::JavaScript),
        ("commonjs/a.js", ModuleFormat::CommonJs, Language::JavaScript),
    ] {
        let resolved = loader.resolve_entry(Path::new(name), &root).unwrap();
        let source = loader.load(&resolved, None, true).unwrap();
        assert_eq!((source.format, source.language), (format, language), "{name}");
    }
}

#[test]
fn sources_that_cannot_be_had_say_why() {
    let (_home, root) = tree(&[("a.json", "{}"), ("a.weird", ""), ("bom.js", "\u{feff}#!/usr/bin/env jenny\n1")]);
    fs::write(root.join("bad.js"), b"let a;\nlet b = '\xff';").unwrap();
    let loader = loader();
    let load = |name: &str, attribute: Option<&str>| {
        let resolved = loader.resolve_entry(Path::new(name), &root).unwrap();
        loader.load(&resolved, attribute, false)
    };
    let bad = load("bad.js", None).unwrap_err();
    assert_eq!(
        bad.message,
        format!("{} is not valid UTF-8: byte 0xff at offset 16, line 2", root.join("bad.js").display())
    );
    assert_eq!(load("a.json", None).unwrap_err().code, "ERR_IMPORT_ATTRIBUTE_MISSING");
    assert_eq!(load("bom.js", Some("json")).unwrap_err().code, "ERR_IMPORT_ATTRIBUTE_TYPE_INCOMPATIBLE");
    assert_eq!(load("a.json", Some("css")).unwrap_err().code, "ERR_IMPORT_ATTRIBUTE_UNSUPPORTED");
    assert_eq!(load("a.weird", None).unwrap_err().code, "ERR_UNKNOWN_FILE_EXTENSION");
    assert_eq!(load("a.weird", Some("bytes")).unwrap().content, Content::Bytes(Vec::new()));
    assert_eq!(load("a.json", Some("json")).unwrap().text(), "{}");
    assert_eq!(load("bom.js", None).unwrap().text(), "#!/usr/bin/env jenny\n1");
    let missing = loader.resolve_entry(Path::new("none.js"), &root).unwrap_err();
    assert_eq!(missing.message, format!("Cannot find module '{}'", root.join("none.js").display()));
}

#[test]
fn tsconfig_settings_reach_the_source() {
    let (_home, root) = tree(&[
        (
            "tsconfig.json",
            "{ // comment\n \"compilerOptions\": { \"experimentalDecorators\": true, \"jsx\": \"react\", \"jsxFactory\": \"h\", }, }",
        ),
        ("a.tsx", "export {}"),
    ]);
    let resolved = loader().resolve_entry(Path::new("a.tsx"), &root).unwrap();
    let source = loader().load(&resolved, None, true).unwrap();
    assert!(source.typescript.experimental_decorators);
    let jsx = crate::compile_source::JsxTransform::Classic { factory: "h".into(), fragment: "React.Fragment".into() };
    assert_eq!(source.typescript.jsx, jsx);
}
