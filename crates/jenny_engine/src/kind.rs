//! The kinds of heap cells: one row each, with the type that the collector traces and, for objects, the class name.

use crate::object::internal_methods::{InternalMethods, ORDINARY};
use jenny_gc::CellType;

macro_rules! kinds {
    (cells { $($cell:ident : $cell_type:ty),* $(,)? } objects {
        $($object:ident : $object_type:ty => $methods:path $(; weak $weak:path)? $(; ephemerons $ephemerons:path)?),* $(,)?
    }) => {
        /// What a cell is; the `kind` byte of its header.
        #[derive(Clone, Copy, PartialEq, Eq, Debug, PartialOrd, Ord)]
        #[repr(u8)]
        pub enum Kind { None, $($cell,)* $($object,)* }

        const CELL_COUNT: usize = [$(stringify!($cell)),*].len();
        const KIND_COUNT: usize = 1 + CELL_COUNT + [$(stringify!($object)),*].len();
        const ALL_KINDS: [Kind; KIND_COUNT] = [Kind::None, $(Kind::$cell,)* $(Kind::$object,)*];

        /// The collector's table, indexed by kind.
        pub static CELL_TYPES: [CellType; KIND_COUNT] = [
            CellType::EMPTY,
            $(CellType::of::<$cell_type>(stringify!($cell)),)*
            $(CellType::of::<$object_type>(stringify!($object))$(.with_weak($weak))?$(.with_ephemerons($ephemerons))?,)*
        ];

        static INTERNAL_METHODS: [&InternalMethods; KIND_COUNT] = [&ORDINARY, $({ let _ = stringify!($cell); &ORDINARY },)* $(&$methods,)*];

        impl Kind {
            /// The first kind that is an object; all later ones are too.
            pub const FIRST_OBJECT: Kind = ALL_KINDS[1 + CELL_COUNT];
        }
    };
}

impl Kind {
    /// The kind with this code; `Kind::None` for a code that is none.
    #[inline(always)]
    pub fn from_u8(code: u8) -> Kind {
        ALL_KINDS[(code as usize).min(KIND_COUNT - 1)]
    }
    /// The essential internal methods of objects of this kind.
    #[inline(always)]
    pub fn internal_methods(code: u8) -> &'static InternalMethods {
        INTERNAL_METHODS[code as usize]
    }
}

kinds! {
    cells {
        String: crate::string::JsString,
        Symbol: crate::string::Symbol,
        BigInt: crate::value::bigint::JsBigInt,
        Shape: crate::object::Shape,
        Slots: crate::object::Slots,
        Elements: crate::object::Elements,
        SparseElements: crate::object::SparseElements,
        ShiftedElements: crate::object::shifted::ShiftedElements,
        Accessor: crate::object::Accessor,
        Scope: crate::environment::Scope,
        WithScope: crate::environment::WithScope,
        ImportBinding: crate::environment::ImportBinding,
        Code: crate::function::Code,
        Feedback: crate::inline_cache::FeedbackVector,
        Realm: crate::realm::Realm,
        Reaction: crate::builtins::promise::Reaction,
        Module: crate::module::record::Module,
        ScriptRecord: crate::module::record::ScriptRecord,
        GraphLoading: crate::module::loading::GraphLoading,
        ImportRequest: crate::module::loading::ImportRequest,
        MapTable: crate::builtins::map::table::HashTable<3>,
        SetTable: crate::builtins::map::table::HashTable<2>,
    }
    objects {
        Object: crate::object::Object => ORDINARY,
        Array: crate::object::array::ArrayObject => crate::object::array::ARRAY_METHODS,
        Closure: crate::function::Closure => crate::function::FUNCTION_METHODS,
        NativeFunction: crate::function::NativeFunctionObject => crate::function::FUNCTION_METHODS,
        BoundFunction: crate::function::BoundFunction => ORDINARY,
        Arguments: crate::function::arguments::ArgumentsObject => crate::function::arguments::ARGUMENTS_METHODS,
        Generator: crate::interpreter::generator::GeneratorObject => ORDINARY,
        Promise: crate::builtins::promise::PromiseObject => ORDINARY,
        Error: crate::error::ErrorObject => crate::error::stack_trace::ERROR_METHODS,
        AsyncDisposableStack: crate::builtins::async_disposable_stack::AsyncDisposableStack => ORDINARY,
        AsyncFromSyncIterator: crate::builtins::iterator::AsyncFromSyncIterator => ORDINARY,
        IteratorHelper: crate::builtins::iterator::IteratorHelper => ORDINARY,
        WrapForValidIterator: crate::builtins::iterator::WrapForValidIterator => ORDINARY,
        ForInIterator: crate::builtins::iterator::ForInIterator => ORDINARY,
        DisposableStack: crate::builtins::disposable_stack::DisposableStack => ORDINARY,
        ArrayIterator: crate::builtins::array::ArrayIterator => ORDINARY,
        HostObject: crate::object::host_object::HostObject => ORDINARY,
        CallSite: crate::builtins::error::call_site::CallSite => ORDINARY,
        Proxy: crate::builtins::proxy::ProxyObject => crate::builtins::proxy::PROXY_METHODS,
        PrimitiveWrapper: crate::object::wrapper::PrimitiveWrapper => crate::object::wrapper::WRAPPER_METHODS,
        StringIterator: crate::builtins::string::StringIterator => ORDINARY,
        ArrayBuffer: crate::builtins::array_buffer::ArrayBufferObject => ORDINARY,
        TypedArray: crate::builtins::typed_array::TypedArrayObject => crate::builtins::typed_array::TYPED_ARRAY_METHODS,
        DataView: crate::builtins::data_view::DataViewObject => ORDINARY,
        Date: crate::builtins::date::DateObject => ORDINARY,
        TemporalInstant: crate::builtins::temporal::TemporalObject<temporal_rs::Instant> => ORDINARY,
        TemporalPlainDateTime: crate::builtins::temporal::TemporalObject<temporal_rs::PlainDateTime> => ORDINARY,
        TemporalPlainDate: crate::builtins::temporal::TemporalObject<temporal_rs::PlainDate> => ORDINARY,
        TemporalPlainTime: crate::builtins::temporal::TemporalObject<temporal_rs::PlainTime> => ORDINARY,
        TemporalPlainYearMonth: crate::builtins::temporal::TemporalObject<temporal_rs::PlainYearMonth> => ORDINARY,
        TemporalPlainMonthDay: crate::builtins::temporal::TemporalObject<temporal_rs::PlainMonthDay> => ORDINARY,
        TemporalDuration: crate::builtins::temporal::TemporalObject<temporal_rs::Duration> => ORDINARY,
        TemporalZonedDateTime: crate::builtins::temporal::TemporalObject<temporal_rs::ZonedDateTime> => ORDINARY,
        IntlCollator: crate::builtins::intl::IntlObject<crate::builtins::intl::CollatorData> => ORDINARY,
        IntlListFormat: crate::builtins::intl::IntlObject<crate::builtins::intl::ListFormatData> => ORDINARY,
        IntlLocale: crate::builtins::intl::IntlObject<crate::builtins::intl::LocaleTag> => ORDINARY,
        IntlDateTimeFormat: crate::builtins::intl::IntlObject<crate::builtins::intl::DateTimeFormatData> => ORDINARY,
        IntlDisplayNames: crate::builtins::intl::IntlObject<crate::builtins::intl::DisplayNamesData> => ORDINARY,
        IntlDurationFormat: crate::builtins::intl::IntlObject<crate::builtins::intl::DurationFormatData> => ORDINARY,
        IntlNumberFormat: crate::builtins::intl::IntlObject<crate::builtins::intl::NumberFormatData> => ORDINARY,
        IntlPluralRules: crate::builtins::intl::IntlObject<crate::builtins::intl::PluralRulesData> => ORDINARY,
        IntlRelativeTimeFormat: crate::builtins::intl::IntlObject<crate::builtins::intl::RelativeTimeFormatData> => ORDINARY,
        IntlSegmenter: crate::builtins::intl::IntlObject<crate::builtins::intl::SegmenterData> => ORDINARY,
        IntlSegments: crate::builtins::intl::SegmentsObject => ORDINARY,
        IntlSegmentIterator: crate::builtins::intl::SegmentIteratorObject => ORDINARY,
        ShadowRealm: crate::builtins::shadow_realm::ShadowRealmObject => ORDINARY,
        RegExp: crate::builtins::regexp::RegExpObject => ORDINARY,
        RegExpStringIterator: crate::builtins::regexp::RegExpStringIterator => ORDINARY,
        ModuleNamespace: crate::module::namespace::ModuleNamespace => crate::module::namespace::NAMESPACE_METHODS,
        Map: crate::builtins::map::MapObject => ORDINARY,
        MapIterator: crate::builtins::map::MapIterator => ORDINARY,
        Set: crate::builtins::set::SetObject => ORDINARY,
        SetIterator: crate::builtins::set::SetIterator => ORDINARY,
        WeakMap: crate::builtins::weak_map::WeakMapObject => ORDINARY;
            weak crate::builtins::weak_map::weak_map_sweep; ephemerons crate::builtins::weak_map::weak_map_ephemerons,
        WeakSet: crate::builtins::weak_set::WeakSetObject => ORDINARY; weak crate::builtins::weak_set::weak_set_sweep,
        WeakRef: crate::builtins::weak_ref::WeakRefObject => ORDINARY; weak crate::builtins::weak_ref::weak_ref_sweep,
        FinalizationRegistry: crate::builtins::finalization_registry::FinalizationRegistryObject => ORDINARY;
            weak crate::builtins::finalization_registry::finalization_registry_sweep,
    }
}
