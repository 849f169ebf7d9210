# Key-account toolchain: build, tests, installation.  All output goes to build/.
PREFIX  ?= /usr/local
DESTDIR ?=
ZSHDIR  ?= $(PREFIX)/share/zsh/site-functions
DATA    ?=
CC      ?= cc
CFLAGS  ?= -O2 -g
BUILD   ?= build

VERSION := 0.1.0
DATE    := November 23, 2026
WARN    := -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes -Wmissing-prototypes \
           -Wpointer-arith -Wcast-qual -Wwrite-strings -Wvla -Wformat=2 -Wundef \
           -Wno-missing-field-initializers
ifdef CI
WARN    += -Werror
endif
# -ffp-contract=off: a fused multiply-add on one machine and none on another
# would change the last digit of a figure.
KA_CFLAGS := -std=c11 -D_GNU_SOURCE -DKA_VERSION='"$(VERSION)"' -DKA_DATE='"$(DATE)"' -Ilib -Itools -ffp-contract=off \
             -MMD -MP $(WARN) $(CPPFLAGS) $(CFLAGS) $(SAN)
LIBS    := -lcsv -lgsl -lgslcblas -lxxhash -lutf8proc -lxlsxwriter -lm -pthread

# make V=1 shows the commands.
ifdef V
Q        =
show     =
else
Q        = @
show     = @echo "  $(1)	$@";
endif

TOOLS   := $(patsubst tools/%.c,%,$(wildcard tools/*.c))
LIBSRC  := $(wildcard lib/*/*.c)
UNITS   := $(patsubst tests/unit/%.c,%,$(wildcard tests/unit/test_*.c))
FUZZ    := $(patsubst tests/fuzz/fuzz_%.c,%,$(wildcard tests/fuzz/fuzz_*.c))
SLOW    := $(patsubst tests/slow/%.c,%,$(wildcard tests/slow/*.c))
BIN     := $(addprefix $(BUILD)/bin/,$(TOOLS))
SCRIPTS := ka-monthly ka-parallel ka-shards ka-slurm
MAN     := $(patsubst %,$(BUILD)/man/%.1,$(TOOLS) $(SCRIPTS))
COMP    := $(patsubst %,$(BUILD)/completion/%,$(TOOLS))
ZCOMP   := $(patsubst %,$(BUILD)/completion/_%,$(TOOLS))

SECONDS_EACH ?= 60
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all

.PHONY: all bench demo samples screenshot check check-browser check-cluster check-package check-real check-san check-slow fuzz fuzzers replays lint install uninstall clean
.SECONDARY:

all: $(BIN) $(MAN) $(BUILD)/man/ka.7 $(COMP) $(ZCOMP)

# What was compiled with other flags is compiled anew.
$(BUILD)/flags: FORCE
	$(shell mkdir -p $(@D))$(file >$@.new,$(CC) $(KA_CFLAGS) $(LDFLAGS))
	@cmp -s $@.new $@ || cp $@.new $@

.PHONY: FORCE
FORCE:

$(BUILD)/obj/%.o: %.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call show,CC) $(CC) $(KA_CFLAGS) -c $< -o $@

$(BUILD)/libka.a: $(LIBSRC:%.c=$(BUILD)/obj/%.o)
	@rm -f $@
	$(call show,AR) ar rcs $@ $^

# The sources in tools/NAME/ belong to tools/ka-NAME.c.
.SECONDEXPANSION:
$(BUILD)/bin/ka-%: $(BUILD)/obj/tools/ka-%.o \
                   $$(addprefix $(BUILD)/obj/,$$(addsuffix .o,$$(basename $$(wildcard tools/$$*/*.c)))) \
                   $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/unit/%: $(BUILD)/obj/tests/unit/%.o $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ -lcmocka $(LIBS)

$(BUILD)/slow/%: $(BUILD)/obj/tests/slow/%.o $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/bench/%: $(BUILD)/obj/tests/bench/%.o $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

# A target of the fuzzer, linked with a main that replays files.
FUZZOBJ := $(BUILD)/obj/tests/fuzz/file.o $(BUILD)/obj/tests/fuzz/replay.o
$(BUILD)/replay/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(FUZZOBJ) $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) $(LDFLAGS) $^ -o $@ $(LIBS)

# The same, linked with libFuzzer.
$(BUILD)/fuzzer/%: $(BUILD)/obj/tests/fuzz/fuzz_%.o $(BUILD)/obj/tests/fuzz/file.o $(BUILD)/libka.a
	@mkdir -p $(@D)
	$(call show,LINK) $(CC) $(KA_CFLAGS) -fsanitize=fuzzer $(LDFLAGS) $^ -o $@ $(LIBS)

$(BUILD)/man/%.1: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --man >$@.tmp && mv $@.tmp $@

$(SCRIPTS:%=$(BUILD)/man/%.1): $(BUILD)/man/%.1: scripts/man/%.1
	@mkdir -p $(@D)
	$(Q)sed 's/@DATE@/$(DATE)/' $< >$@.tmp && mv $@.tmp $@

$(BUILD)/man/ka.7: scripts/ka7 $(BIN)
	@mkdir -p $(@D)
	$(Q)scripts/ka7 '$(DATE)' $(BIN) >$@.tmp && mv $@.tmp $@

$(BUILD)/completion/%: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --completion >$@.tmp && mv $@.tmp $@

$(BUILD)/completion/_%: $(BUILD)/bin/%
	@mkdir -p $(@D)
	$(Q)$< --completion=zsh >$@.tmp && mv $@.tmp $@

demo: all
	scripts/demo $(BUILD)

# Writes data-samples/ anew; a test holds that this changes nothing.
samples: $(BUILD)/bin/ka-synth
	cd data-samples && $(abspath $<) -o sales_gbk.csv --truth truth.csv --tables .

# The first screen of the English report, for README.
screenshot: demo
	scripts/screenshot $(BUILD)

# The page in a real browser, the workbook in LibreOffice: skipped where these are not there.
check-browser: all
	tests/browser/run $(BUILD)
	tests/office $(BUILD)

check: all $(addprefix $(BUILD)/unit/,$(UNITS))
	$(if $(SAN),,$(MAKE) BUILD=$(BUILD)/san SAN="$(SANITIZE)" replays)
	tests/run $(BUILD)

# What fuzzing has found or needs to begin with, tests/fuzz/NAME/, through the sanitizers.
replays: $(addprefix $(BUILD)/replay/,$(FUZZ))

# New inputs, SECONDS_EACH for each target; what breaks one is left in build/fuzz/NAME.
fuzz:
	@command -v clang >/dev/null || { echo "fuzz: needs clang with libFuzzer" >&2; exit 4; }
	$(MAKE) CC=clang BUILD=$(BUILD)/fuzz SAN="$(SANITIZE) -fsanitize=fuzzer-no-link" fuzzers
	scripts/fuzz $(BUILD)/fuzz $(SECONDS_EACH) $(FUZZ)

fuzzers: $(addprefix $(BUILD)/fuzzer/,$(FUZZ))

check-real: all
	tests/real $(BUILD) "$(DATA)"

# Minutes of simulation: what the manual says of the intervals; a hundred kills of the
# monthly job and fifty limits of memory.
check-slow: all $(addprefix $(BUILD)/slow/,$(SLOW))
	$(Q)for test in $(addprefix $(BUILD)/slow/,$(SLOW)); do $$test || exit 1; done
	$(Q)for script in ka-monthly faults; do \
	    scratch=$$(mktemp -d) && cd $$scratch && BUILD=$(abspath $(BUILD)) KILLS=100 POINTS=50 \
	        bash $(CURDIR)/tests/tool/$$script.sh; \
	    code=$$?; rm -rf $$scratch; [ $$code = 0 ] || exit 1; done

# A real Slurm and machines by ssh, in namespaces of their own: skipped where these are not there.
check-cluster: all
	tests/cluster $(BUILD)

# The Debian package: twice the same bytes, nothing for lintian to say.
check-package:
	tests/package

# The same tests on a build of its own, with the sanitizers on.
check-san:
	$(MAKE) BUILD=$(BUILD)/san SAN="$(SANITIZE)" replays check

# Beside what one would use instead; scripts/bench --install fetches it.  No test.
bench: all $(BUILD)/bench/segment $(BUILD)/bench/lifetimes
	scripts/bench --build $(BUILD) $(BENCH)
	scripts/bench-segment $(BUILD)
	scripts/bench-forecast $(BUILD)

lint:
	scripts/lint

install: all
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/man/man1 \
	           $(DESTDIR)$(PREFIX)/share/man/man7 \
	           $(DESTDIR)$(PREFIX)/share/bash-completion/completions \
	           $(DESTDIR)$(ZSHDIR)
	install -m 755 $(BIN) $(SCRIPTS:%=scripts/%) $(DESTDIR)$(PREFIX)/bin
	install -m 644 $(MAN) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(BUILD)/man/ka.7 $(DESTDIR)$(PREFIX)/share/man/man7
	install -m 644 $(COMP) $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	install -m 644 $(ZCOMP) $(DESTDIR)$(ZSHDIR)

uninstall:
	rm -f $(addprefix $(DESTDIR)$(PREFIX)/bin/,$(TOOLS) $(SCRIPTS)) \
	      $(patsubst %,$(DESTDIR)$(PREFIX)/share/man/man1/%.1,$(TOOLS) $(SCRIPTS)) \
	      $(DESTDIR)$(PREFIX)/share/man/man7/ka.7 \
	      $(addprefix $(DESTDIR)$(PREFIX)/share/bash-completion/completions/,$(TOOLS)) \
	      $(addprefix $(DESTDIR)$(ZSHDIR)/_,$(TOOLS))

clean:
	rm -rf $(BUILD)

-include $(shell find $(BUILD)/obj -name '*.d' 2>/dev/null)
