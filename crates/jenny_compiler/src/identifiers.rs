//! Names: ResolveBinding, GetValue and PutValue of identifier references, InitializeBoundName, `this`.

use crate::OuterScope;
use crate::compiler::Compiler;
use crate::scope_analysis::*;
use jenny_bytecode::*;

/// Where a binding is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Place {
    /// in a register of this function
    Register(Register),
    /// in a heap scope
    Slot {
        /// register of a scope
        scope: Register,
        /// levels up from it
        depth: u32,
        /// slot there
        slot: u32,
        /// the slot holds an import cell
        import: bool,
    },
    /// a global binding
    Global,
    /// to be looked up by name from that scope
    Dynamic(Register),
}

/// The result of resolving a name.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Resolution {
    /// where
    pub place: Place,
    /// assignment throws
    pub constant: bool,
    /// the name of a function expression: assignment throws in strict code and is ignored otherwise
    pub function_name: bool,
    /// may be uninitialised
    pub check: bool,
    /// the binding, if it is of the code being compiled
    pub binding: Option<(ScopeId, usize)>,
}

/// Names that no program can write: `this`, private names, slots of classes.
fn is_internal(name: &str) -> bool {
    name.starts_with(['#', '%']) || name == THIS || name == NEW_TARGET
}

impl Resolution {
    fn plain(place: Place) -> Resolution {
        Resolution { place, constant: false, function_name: false, check: false, binding: None }
    }
}

impl<'a> Compiler<'a> {
    /// Finds a name from the current scope outwards.
    pub fn resolve(&mut self, name: &str) -> Resolution {
        let mut at = Some(self.scope);
        let mut depth = 0;
        let internal = is_internal(name);
        while let Some(id) = at {
            let scope = self.analysis.scope(id);
            let own = scope.function == self.f.id;
            let parent = scope.parent;
            if scope.kind == ScopeKind::Global {
                return Resolution::plain(Place::Global);
            }
            if scope.kind == ScopeKind::With && !internal {
                let register = self.scope_register();
                return Resolution::plain(Place::Dynamic(register));
            }
            let materialized = scope.materialized;
            if let Some(index) = scope.find(name) {
                let binding = &scope.bindings[index];
                let check = !binding.initialized
                    && (binding.captured || binding.needs_tdz)
                    && (binding.kind.is_lexical()
                        || (binding.kind == BindingKind::Parameter && binding.declared_at != 0));
                let (kind, register, slot) = (binding.kind, binding.register, binding.slot);
                let place = if let Some(slot) = slot {
                    let import = kind == BindingKind::Import;
                    if own {
                        let scope = match self.analysis.scope(id).register {
                            Some(register) => register,
                            None => self.function_scope_register(),
                        };
                        Place::Slot { scope, depth: 0, slot, import }
                    } else {
                        let scope = self.function_scope_register();
                        Place::Slot { scope, depth, slot, import }
                    }
                } else {
                    match register {
                        Some(register) => Place::Register(register),
                        None => {
                            debug_assert!(false, "{name} has no place");
                            Place::Global
                        }
                    }
                };
                return Resolution {
                    place,
                    constant: matches!(kind, BindingKind::Const | BindingKind::Import),
                    function_name: kind == BindingKind::FunctionName,
                    check,
                    binding: Some((id, index)),
                };
            }
            if scope.is_extensible && !internal {
                let register = self.scope_register();
                return Resolution::plain(Place::Dynamic(register));
            }
            if !own && materialized {
                depth += 1;
            }
            at = parent;
        }
        self.resolve_outside(name, depth)
    }

    /// Finds a name in the scopes around eval code.
    fn resolve_outside(&mut self, name: &str, mut depth: u32) -> Resolution {
        let internal = is_internal(name);
        for outer in self.outer {
            match outer {
                OuterScope::With if internal => depth += 1,
                OuterScope::With => {
                    let register = self.scope_register();
                    return Resolution::plain(Place::Dynamic(register));
                }
                OuterScope::Scope(info) => {
                    let slot = match name {
                        THIS => info.this_slot.map(|s| s as usize),
                        NEW_TARGET => info.new_target_slot.map(|s| s as usize),
                        HOME_OBJECT => info.home_slot.map(|s| s as usize),
                        ACTIVE_FUNCTION => info.function_slot.map(|s| s as usize),
                        _ => info.bindings.iter().position(|b| matches!(&b.name, t if *t == Text::from_str(name))),
                    };
                    if let Some(slot) = slot {
                        let scope = self.function_scope_register();
                        let binding = &info.bindings[slot];
                        return Resolution {
                            place: Place::Slot { scope, depth, slot: slot as u32, import: binding.import },
                            constant: binding.constant || binding.import,
                            function_name: binding.function_name,
                            check: binding.lexical,
                            binding: None,
                        };
                    }
                    if info.is_extensible && !internal {
                        let register = self.scope_register();
                        return Resolution::plain(Place::Dynamic(register));
                    }
                    depth += 1;
                }
            }
        }
        Resolution::plain(Place::Global)
    }

    /// Whether a name is a local register that always holds a value; then which.
    pub fn local_register(&mut self, name: &str) -> Option<Register> {
        let resolution = self.resolve(name);
        match resolution.place {
            Place::Register(register) if !resolution.check => Some(register),
            _ => None,
        }
    }

    /// GetValue of a name.
    pub fn load_identifier(&mut self, name: &str, dst: Option<Register>, offset: u32) -> Register {
        let resolution = self.resolve(name);
        self.load_resolved(name, resolution, dst, offset, false)
    }

    /// `typeof name` must not throw for unresolvable names.
    pub fn load_identifier_or_undefined(&mut self, name: &str, dst: Option<Register>, offset: u32) -> Register {
        let resolution = self.resolve(name);
        self.load_resolved(name, resolution, dst, offset, true)
    }

    fn load_resolved(
        &mut self,
        name: &str,
        resolution: Resolution,
        dst: Option<Register>,
        offset: u32,
        or_undefined: bool,
    ) -> Register {
        if let Place::Register(register) = resolution.place {
            if resolution.check {
                self.at(offset);
                let name = self.f.string(name);
                self.f.e.check_tdz(register, name);
            }
            return match dst {
                Some(dst) => {
                    if dst != register {
                        self.f.e.mov(dst, register);
                    }
                    dst
                }
                None => register,
            };
        }
        let dst = dst.unwrap_or_else(|| self.f.temp());
        match resolution.place {
            Place::Register(_) => {}
            Place::Slot { scope, depth, slot, import } => {
                if import {
                    self.at(offset);
                    let name = self.f.string(name);
                    self.f.e.get_import(dst, scope, depth, slot as i32, name);
                } else if resolution.check {
                    self.at(offset);
                    let name = self.f.string(name);
                    self.f.e.get_scoped_checked(dst, scope, depth, slot as i32, name);
                } else {
                    self.f.e.get_scoped(dst, scope, depth, slot as i32);
                }
            }
            Place::Global => {
                if name == "undefined" {
                    self.f.e.load_undefined(dst);
                    return dst;
                }
                self.at(offset);
                let cache = self.f.named_feedback(FeedbackKind::GetGlobal, name);
                if or_undefined {
                    self.f.e.get_global_or_undefined(dst, cache);
                } else {
                    self.f.e.get_global(dst, cache);
                }
            }
            Place::Dynamic(scope) => {
                self.at(offset);
                let name = self.f.string(name);
                if or_undefined {
                    self.f.e.get_dynamic_or_undefined(dst, scope, name);
                } else {
                    self.f.e.get_dynamic(dst, scope, name);
                }
            }
        }
        dst
    }

    /// PutValue to a name that has been resolved; `base` comes from [`Self::resolve_base`].
    pub fn store_resolved(
        &mut self,
        name: &str,
        resolution: Resolution,
        base: Option<Register>,
        value: Register,
        offset: u32,
    ) {
        if resolution.constant || resolution.function_name {
            if resolution.check {
                let mark = self.f.mark();
                let tmp = self.f.temp();
                self.load_resolved(name, resolution, Some(tmp), offset, false);
                self.f.release(mark);
            }
            if resolution.constant || self.f.strict {
                self.at(offset);
                let name = self.f.string(name);
                self.f.e.throw_const_assign(name);
            }
            return;
        }
        match resolution.place {
            Place::Register(register) => {
                if resolution.check {
                    self.at(offset);
                    let name = self.f.string(name);
                    self.f.e.check_tdz(register, name);
                }
                if register != value {
                    self.f.e.mov(register, value);
                }
            }
            Place::Slot { scope, depth, slot, .. } => {
                if resolution.check {
                    self.at(offset);
                    let name = self.f.string(name);
                    self.f.e.set_scoped_checked(value, scope, depth, slot as i32, name);
                } else {
                    self.f.e.set_scoped(value, scope, depth, slot as i32);
                }
            }
            Place::Global => {
                self.at(offset);
                let cache = self.f.named_feedback(FeedbackKind::SetGlobal, name);
                self.f.e.set_global(value, cache);
            }
            Place::Dynamic(scope) => {
                self.at(offset);
                match base {
                    Some(base) => {
                        let name = self.f.string(name);
                        self.f.e.set_resolved(value, base, name);
                    }
                    None => {
                        let mark = self.f.mark();
                        let base = self.f.temp();
                        let name = self.f.string(name);
                        self.f.e.resolve_binding(base, scope, name);
                        self.f.e.set_resolved(value, base, name);
                        self.f.release(mark);
                    }
                }
            }
        }
    }

    /// For a dynamic place, the base that binds the name now, before the right-hand side is evaluated.
    pub fn resolve_base(&mut self, name: &str, resolution: Resolution, offset: u32) -> Option<Register> {
        let Place::Dynamic(scope) = resolution.place else {
            return None;
        };
        self.at(offset);
        let base = self.f.temp();
        let name = self.f.string(name);
        self.f.e.resolve_binding(base, scope, name);
        Some(base)
    }

    /// PutValue to a name.
    pub fn store_identifier(&mut self, name: &str, value: Register, offset: u32) {
        let resolution = self.resolve(name);
        self.store_resolved(name, resolution, None, value, offset);
    }

    /// The register in which a binding of the current scopes can be initialised directly.
    pub fn initialization_register(&mut self, name: &str) -> Option<Register> {
        let (id, index) = self.find_own_binding(name)?;
        let binding = &self.analysis.scope(id).bindings[index];
        if binding.captured || binding.needs_tdz {
            return None;
        }
        binding.register
    }

    /// The innermost binding of a name in this function's scopes.
    fn find_own_binding(&self, name: &str) -> Option<(ScopeId, usize)> {
        let mut at = Some(self.scope);
        while let Some(id) = at {
            let scope = self.analysis.scope(id);
            if let Some(index) = scope.find(name) {
                return Some((id, index));
            }
            at = scope.parent;
        }
        None
    }

    /// InitializeReferencedBinding: the declaration of a lexical name, parameter or catch parameter has been evaluated.
    pub fn initialize_identifier(&mut self, name: &str, value: Register) {
        let Some((id, index)) = self.find_own_binding(name) else {
            return self.store_identifier(name, value, 0);
        };
        let scope = self.analysis.scope(id);
        let kind = scope.kind;
        if kind == ScopeKind::Global {
            let name = self.f.string(name);
            self.f.e.init_global_lexical(value, name);
            return;
        }
        let scope_register = scope.register;
        let binding = &mut self.analysis.scope_mut(id).bindings[index];
        if kind != ScopeKind::Switch {
            binding.initialized = true;
        }
        let (slot, register) = (binding.slot, binding.register);
        if let Some(slot) = slot {
            let scope = match scope_register {
                Some(register) => register,
                None => self.function_scope_register(),
            };
            self.f.e.set_scoped(value, scope, 0, slot as i32);
        } else if let Some(register) = register
            && register != value
        {
            self.f.e.mov(register, value);
        }
    }

    /// The value of `this` (ResolveThisBinding).
    pub fn load_this(&mut self, dst: Option<Register>, offset: u32) -> Register {
        let resolution = self.resolve(THIS);
        let mut derived = false;
        if let Some((id, _)) = resolution.binding {
            let scope = self.analysis.scope(id);
            let function = scope.function;
            let kind = self.analysis.function(function).kind;
            if kind == FunctionKind::Module {
                let dst = dst.unwrap_or_else(|| self.f.temp());
                self.f.e.load_undefined(dst);
                return dst;
            }
            derived = kind == FunctionKind::DerivedConstructor;
            if function == self.f.id && !(derived && matches!(resolution.place, Place::Slot { .. })) {
                if derived {
                    self.at(offset);
                    self.f.e.check_this(Register::THIS);
                }
                return self.move_to(Register::THIS, dst);
            }
        } else if resolution.check {
            derived = true;
        }
        match resolution.place {
            Place::Slot { scope, depth, slot, .. } => {
                let dst = dst.unwrap_or_else(|| self.f.temp());
                self.f.e.get_scoped(dst, scope, depth, slot as i32);
                if derived {
                    self.at(offset);
                    self.f.e.check_this(dst);
                }
                dst
            }
            _ => {
                let dst = dst.unwrap_or_else(|| self.f.temp());
                if self.analysis.function(FunctionId(0)).kind == FunctionKind::Module {
                    self.f.e.load_undefined(dst);
                } else {
                    self.f.e.load_global_this(dst);
                }
                dst
            }
        }
    }

    /// A pseudo binding: new.target, the home object or the active function.
    pub fn load_pseudo(&mut self, name: &str, dst: Option<Register>) -> Register {
        let dst = dst.unwrap_or_else(|| self.f.temp());
        let resolution = self.resolve(name);
        if let Some((id, _)) = resolution.binding
            && self.analysis.scope(id).function == self.f.id
        {
            match name {
                NEW_TARGET => self.f.e.load_new_target(dst),
                HOME_OBJECT => self.f.e.load_home_object(dst),
                _ => self.f.e.load_callee(dst),
            }
            return dst;
        }
        match resolution.place {
            Place::Slot { scope, depth, slot, .. } => self.f.e.get_scoped(dst, scope, depth, slot as i32),
            _ => self.f.e.load_undefined(dst),
        }
        dst
    }

    /// Moves a value to where it is wanted.
    pub fn move_to(&mut self, value: Register, dst: Option<Register>) -> Register {
        match dst {
            Some(dst) => {
                if dst != value {
                    self.f.e.mov(dst, value);
                }
                dst
            }
            None => value,
        }
    }

    /// The private name `#name`, from the scope of its class.
    pub fn load_private_name(&mut self, name: &str, offset: u32) -> Register {
        let name = format!("#{name}");
        self.load_identifier(&name, None, offset)
    }
}
