//! The trait `Trace` and its implementations for the types cells are made of.

use std::cell::{Cell, OnceCell, RefCell};
use std::collections::{HashMap, VecDeque};
use std::marker::PhantomData;
use std::rc::Rc;

use crate::cell::{Gc, Header};
use crate::field::Field;
use crate::mark::Tracer;

/// A value the collector can look through.
///
/// # Safety
/// `trace` visits every `Gc` the value holds strongly, allocates nothing in the heap and runs no other code.
pub unsafe trait Trace {
    fn trace(&self, tracer: &mut Tracer<'_>);
}

macro_rules! trace_nothing {
    ($($type:ty),* $(,)?) => {$(
        // SAFETY: the type holds no cell pointer.
        unsafe impl Trace for $type {
            #[inline(always)]
            fn trace(&self, _: &mut Tracer<'_>) {}
        }
    )*};
}

trace_nothing!(
    (),
    bool,
    char,
    u8,
    u16,
    u32,
    u64,
    u128,
    usize,
    i8,
    i16,
    i32,
    i64,
    i128,
    isize,
    f32,
    f64,
    String,
    str,
    Header,
    Rc<str>,
    Box<str>,
    std::sync::Arc<str>
);

// SAFETY: holds no value.
unsafe impl<T: ?Sized> Trace for PhantomData<T> {
    #[inline(always)]
    fn trace(&self, _: &mut Tracer<'_>) {}
}

// SAFETY: visits the one pointer.
unsafe impl<T> Trace for Gc<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        tracer.visit(*self);
    }
}

// SAFETY: traces a copy of the content.
unsafe impl<T: Copy + Trace> Trace for Field<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.get().trace(tracer);
    }
}

// SAFETY: traces a copy of the content.
unsafe impl<T: Copy + Trace> Trace for Cell<T> {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.get().trace(tracer);
    }
}

// SAFETY: a `RefCell` that is mutably borrowed during a collection is read all the same: the collection runs inside an
// allocation made by the borrower, at a point where the content is whole.
unsafe impl<T: Trace> Trace for RefCell<T> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        // SAFETY: see above; nothing else runs during the collection.
        unsafe { &*self.as_ptr() }.trace(tracer);
    }
}

// SAFETY: traces the content.
unsafe impl<T: Trace> Trace for OnceCell<T> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        self.get().trace(tracer);
    }
}

macro_rules! trace_items {
    ($([$($generics:tt)*] $type:ty),* $(,)?) => {$(
        // SAFETY: traces every item.
        unsafe impl<$($generics)*> Trace for $type {
            #[inline]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                for item in self.iter() {
                    item.trace(tracer);
                }
            }
        }
    )*};
}

trace_items!([T: Trace] Option<T>, [T: Trace] [T], [T: Trace] Vec<T>, [T: Trace] VecDeque<T>, [T: Trace, const N: usize] [T; N]);

// SAFETY: traces the content.
unsafe impl<T: Trace + ?Sized> Trace for &T {
    #[inline(always)]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        (**self).trace(tracer);
    }
}

// SAFETY: traces the content.
unsafe impl<T: Trace> Trace for Box<T> {
    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        (**self).trace(tracer);
    }
}

// SAFETY: traces the content.
unsafe impl<T: Trace> Trace for Box<[T]> {
    #[inline]
    fn trace(&self, tracer: &mut Tracer<'_>) {
        (**self).trace(tracer);
    }
}

// SAFETY: traces every key and value.
unsafe impl<K: Trace, V: Trace, S> Trace for HashMap<K, V, S> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        for (key, value) in self {
            key.trace(tracer);
            value.trace(tracer);
        }
    }
}

// SAFETY: traces whichever it is.
unsafe impl<T: Trace, E: Trace> Trace for Result<T, E> {
    fn trace(&self, tracer: &mut Tracer<'_>) {
        match self {
            Ok(value) => value.trace(tracer),
            Err(error) => error.trace(tracer),
        }
    }
}

macro_rules! trace_tuple {
    ($($name:ident)+) => {
        // SAFETY: traces every part.
        unsafe impl<$($name: Trace),+> Trace for ($($name,)+) {
            #[inline]
            #[allow(non_snake_case)]
            fn trace(&self, tracer: &mut Tracer<'_>) {
                let ($($name,)+) = self;
                $($name.trace(tracer);)+
            }
        }
    };
}

trace_tuple!(A);
trace_tuple!(A B);
trace_tuple!(A B C);
trace_tuple!(A B C D);
trace_tuple!(A B C D E);
trace_tuple!(A B C D E F);
