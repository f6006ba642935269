# SPDX-License-Identifier: GPL-3.0-or-later
# civiclot: `make help` prints every target.

CC       ?= gcc
WERROR   ?= -Werror
OPTIMISE ?= -O2 -g
MPI      ?=
MPICC    ?= mpicc
BUILD    ?= $(if $(MPI),build/mpi,build)
PREFIX   ?= /usr/local
DESTDIR  ?=

STANDARD := -std=c17 -D_POSIX_C_SOURCE=200809L -ffp-contract=off
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wsign-conversion -Wshadow -Wstrict-prototypes \
            -Wmissing-prototypes -Wformat=2 -Wvla -Wcast-qual $(WERROR)
HARDEN   := -D_FORTIFY_SOURCE=3 -fstack-protector-strong -fstack-clash-protection -fPIE
HARDEN_LINK := -pie -Wl,-z,relro -Wl,-z,now
SANITISE :=
LIBRARIES := -lglpk -lgmp -lsqlite3 -lsodium -ljansson -lunistring -lzip -lexpat -lxlsxwriter -lm

CFLAGS_ALL := $(STANDARD) $(WARNINGS) $(OPTIMISE) $(HARDEN) $(SANITISE) -Iinclude -Isrc $(CFLAGS)
LINK       := $(HARDEN_LINK) $(SANITISE) $(LDFLAGS)

# What the build needs: Debian packages, and the headers that show they are there.
PACKAGES := gcc make libc6-dev libglpk-dev libgmp-dev libsodium-dev libsqlite3-dev \
            libjansson-dev libunistring-dev libzip-dev libexpat1-dev libxlsxwriter-dev libcmocka-dev
HEADERS  := glpk.h gmp.h sodium.h sqlite3.h jansson.h unistr.h zip.h expat.h xlsxwriter.h cmocka.h
LINT_PACKAGES := clang clang-format cppcheck libclang-rt-14-dev
CLANG_ASAN := /usr/lib/llvm-*/lib/clang/*/lib/linux/libclang_rt.asan-*.a

# Who works at a plan: this copy alone, or with MPI=1 all that mpirun starts.
LINKER       := $(if $(MPI),$(MPICC),$(CC))
SOURCES      := $(filter-out src/plan/ranks_$(if $(MPI),alone,mpi).c,$(wildcard src/*/*.c))
LIB_OBJECTS  := $(patsubst %.c,$(BUILD)/%.o,$(filter-out src/talk/% src/desk/% src/cli/% src/verify/main.c,$(SOURCES)))
CLI_OBJECTS  := $(patsubst %.c,$(BUILD)/%.o,$(filter src/talk/% src/desk/% src/cli/%,$(SOURCES))) $(BUILD)/page/page.o
PAGE         := $(BUILD)/verify.html
DEMO         := $(BUILD)/demo/volunteers
TEST_SOURCES := $(wildcard tests/*/test_*.c)
TESTS        := $(patsubst %.c,$(BUILD)/%,$(TEST_SOURCES))
SUPPORT      := $(patsubst %.c,$(BUILD)/%.o,$(filter-out $(TEST_SOURCES),$(wildcard tests/support/*.c tests/oracle/*.c)))
STYLED       := $(wildcard include/*/*.h src/*/*.[ch] tests/*/*.[ch] demo/*.c)

AGAIN := $(MAKE) --no-print-directory -s

.PHONY: all demo test run-tests bench bench-plot check check-compilers check-properties check-infeasible check-reserves fuzz \
        lint sanitise deps deps-lint deps-page deps-mpi test-mpi install uninstall format clean help

all: $(BUILD)/civiclot $(BUILD)/civiclot-verify $(PAGE) $(DEMO) ## build civiclot, civiclot-verify and verify.html

$(BUILD)/civiclot: $(CLI_OBJECTS) $(BUILD)/libciviclot.a
	$(LINKER) $(LINK) -o $@ $^ $(LIBRARIES)

# Who trusts nobody needs libsodium alone: what this cannot link with, no check may use.
$(BUILD)/civiclot-verify: $(BUILD)/src/verify/main.o $(BUILD)/libciviclot.a
	$(CC) $(LINK) -o $@ $^ -lsodium

$(BUILD)/libciviclot.a: $(LIB_OBJECTS)
	rm -f $@ && ar rcs $@ $^

# The verifier for browsers: one page, which is a part of the program too.
$(PAGE): $(wildcard src/page/*) include/civiclot/version.h
	@mkdir -p $(@D)
	src/page/assemble "$$(sed -n 's/^#define LOT_VERSION "\(.*\)"/\1/p' include/civiclot/version.h)" >$@.new
	mv $@.new $@

$(BUILD)/page/page.c: $(PAGE)
	@mkdir -p $(@D)
	src/page/embed $< >$@.new
	mv $@.new $@

$(BUILD)/page/page.o: $(BUILD)/page/page.c src/cli/page.h
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(DEMO): $(BUILD)/demo/volunteers.o
	$(CC) $(LINK) -o $@ $^

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -MMD -MP -Itests -c -o $@ $<

$(BUILD)/src/plan/ranks_mpi.o: src/plan/ranks_mpi.c
	@mkdir -p $(@D)
	$(MPICC) $(CFLAGS_ALL) -MMD -MP -c -o $@ $<

$(BUILD)/tests/%: $(BUILD)/tests/%.o $(SUPPORT) $(BUILD)/libciviclot.a
	$(LINKER) $(LINK) -o $@ $^ -lcmocka $(LIBRARIES)

demo: deps ## the main job: 400 made-up volunteers, 50 of them selected
	@$(AGAIN) all
	@demo/run $(BUILD)

test: deps ## build and run all tests
	@$(AGAIN) run-tests

test-mpi: deps deps-mpi ## plans on several ranks, against one copy alone (make MPI=1 builds build/mpi/civiclot)
	@$(AGAIN) MPI=1 build/mpi/civiclot
	@$(AGAIN) all $(BUILD)/tests/cli/test_ranks
	@CIVICLOT=$(abspath $(BUILD)/civiclot) CIVICLOT_MPI=$(abspath build/mpi/civiclot) \
	    tests/run $(BUILD)/tests/cli/test_ranks

run-tests: all $(TESTS)
	@CIVICLOT=$(abspath $(BUILD)/civiclot) CIVICLOT_VERIFY=$(abspath $(BUILD)/civiclot-verify) \
	    VOLUNTEERS=$(abspath $(DEMO)) PAGE=$(abspath $(PAGE)) tests/run $(TESTS)

check: lint ## lint, all tests with gcc, with clang and under the sanitizers, then random pools
	@VECTORS=all $(AGAIN) test
	@$(AGAIN) BUILD=build/clang CC=clang test
	@$(AGAIN) check-compilers
	@$(AGAIN) sanitise
	@$(AGAIN) check-properties

SEED  ?= 1
POOLS ?= 1000

check-properties: deps check-infeasible ## what every lottery must keep, on POOLS=1000 random pools from SEED=1 on
	@$(AGAIN) $(BUILD)/tests/fair/check_properties
	@$(BUILD)/tests/fair/check_properties $(SEED) $(POOLS)

check-infeasible: deps ## conflicts and smallest changes of 500 random pools without a panel
	@$(AGAIN) $(BUILD)/tests/fair/check_infeasible
	@$(BUILD)/tests/fair/check_infeasible $(SEED) 500

check-reserves: deps ## reserves on recorded assemblies, against other ways to choose them, from SEED=1
	@$(AGAIN) $(BUILD)/tests/fair/check_reserves
	@$(BUILD)/tests/fair/check_reserves $(SEED)

.PHONY: compared
compared: $(BUILD)/civiclot $(BUILD)/tests/bench/make_pool

check-compilers: deps deps-lint ## the same bytes from gcc -O0, gcc -O3 and clang -O2
	@$(AGAIN) BUILD=build/O0 CC=gcc OPTIMISE="-O0 -g" HARDEN=-fPIE compared
	@$(AGAIN) BUILD=build/O3 CC=gcc OPTIMISE="-O3 -g" compared
	@$(AGAIN) BUILD=build/clang CC=clang OPTIMISE="-O2 -g" compared
	@tests/compilers/run build/O0 build/O3 build/clang

BENCH := $(patsubst %,$(BUILD)/tests/bench/%,measure make_pool baseline)

bench: deps ## time and memory of whole selections, and of the published algorithm beside them
	@$(AGAIN) all $(BENCH)
	@tests/bench/run $(BUILD)

bench-plot: ## draw the last bench's growth: docs/bench.svg
	tests/bench/plot $(BUILD)/bench/results.csv >docs/bench.svg

sanitise: deps deps-lint ## all tests under address and undefined-behaviour sanitizers
	@$(AGAIN) BUILD=build/asan OPTIMISE="-O1 -g" \
	    HARDEN="-fno-omit-frame-pointer -fPIE" \
	    SANITISE="-fsanitize=address,undefined -fno-sanitize-recover=all" run-tests

FUZZ_SECONDS ?= 60

fuzz: deps deps-lint ## hostile files for the verifier and the readers, FUZZ_SECONDS=60 of each kind
	@$(AGAIN) BUILD=build/fuzz CC=clang OPTIMISE="-O1 -g" \
	    HARDEN="-fno-omit-frame-pointer -fPIE" HARDEN_LINK= \
	    SANITISE="-fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all" \
	    build/fuzz/tests/fuzz/fuzz_folder build/fuzz/tests/fuzz/fuzz_reader
	@tests/fuzz/run build/fuzz $(FUZZ_SECONDS)

$(BUILD)/tests/fuzz/fuzz_%: $(BUILD)/tests/fuzz/fuzz_%.o $(SUPPORT) $(BUILD)/libciviclot.a
	$(CC) $(LINK) -fsanitize=fuzzer -o $@ $^ -lcmocka $(LIBRARIES)

lint: deps-lint ## who may include whom, formatting, static analysis
	@.ci/layers
	@clang-format --dry-run -Werror $(STYLED)
	@cppcheck --quiet --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
	    --suppress=missingIncludeSystem -Iinclude -Isrc src demo

deps: ## install what building and testing needs (Debian), or say what is missing
	@CC="$(CC)" .ci/deps "$(CC)" "$(HEADERS)" $(PACKAGES)
	@.ci/deps "minisign python3" "" minisign python3 || \
	    echo "Without them the tests that compare with them are skipped." >&2

deps-lint: ## install what lint, sanitise, fuzz and check-compilers need
	@.ci/deps "clang clang-format cppcheck $(CLANG_ASAN)" "" $(LINT_PACKAGES)

deps-mpi: ## install what `make MPI=1` needs: Open MPI
	@.ci/deps "$(MPICC) mpirun" "" libopenmpi-dev openmpi-bin

deps-page: ## install the browser that the page is tested in; without one its tests are skipped
	@command -v google-chrome >/dev/null || .ci/deps chromium "" chromium

install: all ## install the programs and its quota files under PREFIX (/usr/local)
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/civiclot/quotas
	install -m 755 $(BUILD)/civiclot $(BUILD)/civiclot-verify $(DESTDIR)$(PREFIX)/bin
	install -m 644 quotas/* $(DESTDIR)$(PREFIX)/share/civiclot/quotas
	install -m 644 $(PAGE) $(DESTDIR)$(PREFIX)/share/civiclot/verify.html

uninstall: ## remove what install put there
	rm -f $(DESTDIR)$(PREFIX)/bin/civiclot $(DESTDIR)$(PREFIX)/bin/civiclot-verify
	rm -rf $(DESTDIR)$(PREFIX)/share/civiclot

format: ## lay out the sources as the style file says
	clang-format -i $(STYLED)

clean: ## remove everything that was built
	rm -rf build

help: ## print this list
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 24

-include $(shell find $(BUILD) -name '*.d' 2>/dev/null)
