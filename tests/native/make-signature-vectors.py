"""
Writes signature_vectors.h: keys of every form and kind and signatures, all made by OpenSSL's command line; the salt
of RSASSA-PSS cannot be chosen there, so those signatures come from RFC 8017 9.1.1 in Python below, and OpenSSL verifies
them before they are written down.

Usage: python3 tests/native/make-signature-vectors.py | clang-format --assume-filename=x.h \\
           > tests/native/signature_vectors.h
"""
import hashlib
import os
import re
import subprocess
import tempfile

MESSAGE = b"what the native tests sign"
HASHES = ["sha1", "sha224", "sha256", "sha384", "sha512"]

os.chdir(tempfile.mkdtemp())
with open("message", "wb") as file:
    file.write(MESSAGE)


def openssl(*arguments, stdin=None):
    return subprocess.run(["openssl", *arguments], input=stdin, check=True, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL).stdout


def generate(name, *options):
    openssl("genpkey", *options, "-out", f"{name}.pem")


def generate_dsa(name, p_bits, q_bits):
    openssl("genpkey", "-genparam", "-algorithm", "DSA", "-pkeyopt", f"dsa_paramgen_bits:{p_bits}",
            "-pkeyopt", f"dsa_paramgen_q_bits:{q_bits}", "-out", "parameters.pem")
    openssl("genpkey", "-paramfile", "parameters.pem", "-out", f"{name}.pem")


def lines(data):
    """Octets as the lines of a C string of hexadecimal."""
    text = data.hex()
    return "\n".join(f'     "{text[at:at + 108]}"' for at in range(0, len(text), 108)) or '     ""'


def numbers_of(name):
    """RSA's modulus and private exponent."""
    text = openssl("pkey", "-in", f"{name}.pem", "-text", "-noout").decode()
    find = lambda label: int(re.sub(r"[\s:]", "", re.search(label + r":\n((?:    .*\n)+)", text)[1]), 16)
    return find("modulus"), find("privateExponent")


def pss(name, digest_name, salt):
    modulus, exponent = numbers_of(name)
    em_bits = modulus.bit_length() - 1
    em_length = (em_bits + 7) // 8
    digest = lambda data: hashlib.new(digest_name, data).digest()
    h = digest(bytes(8) + digest(MESSAGE) + salt)
    db = bytes(em_length - len(salt) - len(h) - 2) + b"\1" + salt
    mask = b"".join(digest(h + i.to_bytes(4, "big")) for i in range(len(db) // len(h) + 1))
    masked = int.from_bytes(bytes(a ^ b for a, b in zip(db, mask)), "big") & ((1 << (em_bits - 8 * (len(h) + 1))) - 1)
    em = masked << 8 * (len(h) + 1) | int.from_bytes(h + b"\xbc", "big")
    signature = pow(em, exponent, modulus).to_bytes((modulus.bit_length() + 7) // 8, "big")
    with open("signature", "wb") as file:
        file.write(signature)
    openssl("dgst", f"-{digest_name}", "-prverify", f"{name}.pem", "-sigopt", "rsa_padding_mode:pss", "-sigopt", "rsa_pss_saltlen:digest",
            "-signature", "signature", "message")
    return signature


def sign(name, digest_name, *options):
    return openssl("dgst", f"-{digest_name}", "-sign", f"{name}.pem", *options, "message")


RSA_BITS = {"rsa1024": 1024, "rsa1025": 1025, "rsa2047": 2047, "rsa2048": 2048, "rsa3072": 3072, "rsa4096": 4096}
CURVES = {"p256": "P-256", "p384": "P-384", "p521": "P-521"}
DSA_SIZES = {"dsa1024": (1024, 160), "dsa2048_224": (2048, 224), "dsa2048": (2048, 256), "dsa3072": (3072, 256)}
UNSUPPORTED = {"p224": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-224"],
               "k256": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
               "explicit": ["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-pkeyopt", "ec_param_enc:explicit"],
               "rsa1016": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1016"],
               "rsa4104": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:4104"],
               "primes": ["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048", "-pkeyopt", "rsa_keygen_primes:3"],
               "x25519": ["-algorithm", "X25519"]}

for key, bits in RSA_BITS.items():
    generate(key, "-algorithm", "RSA", "-pkeyopt", f"rsa_keygen_bits:{bits}")
generate("rsa_e3", "-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:1536", "-pkeyopt", "rsa_keygen_pubexp:3")
generate("pss", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1280")
generate("pss_sha256", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1280", "-pkeyopt", "rsa_pss_keygen_md:sha256",
         "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256", "-pkeyopt", "rsa_pss_keygen_saltlen:32")
generate("pss_salt40", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1280", "-pkeyopt", "rsa_pss_keygen_md:sha256",
         "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha256", "-pkeyopt", "rsa_pss_keygen_saltlen:40")
generate("pss_mgf1", "-algorithm", "RSA-PSS", "-pkeyopt", "rsa_keygen_bits:1280", "-pkeyopt", "rsa_pss_keygen_md:sha256",
         "-pkeyopt", "rsa_pss_keygen_mgf1_md:sha1", "-pkeyopt", "rsa_pss_keygen_saltlen:20")
for key, curve in CURVES.items():
    generate(key, "-algorithm", "EC", "-pkeyopt", f"ec_paramgen_curve:{curve}")
for key, (p, q) in DSA_SIZES.items():
    generate_dsa(key, p, q)
generate("ed25519", "-algorithm", "ED25519")
generate("ed448", "-algorithm", "ED448")
for key, options in UNSUPPORTED.items():
    generate(key, *options)

PSS_KEYS = ["pss", "pss_sha256", "pss_salt40", "pss_mgf1"]
SUPPORTED = [*RSA_BITS, "rsa_e3", *PSS_KEYS, *CURVES, *DSA_SIZES, "ed25519", "ed448"]

print("/* Made by make-signature-vectors.py with OpenSSL; keys of no other use. */\n#ifndef SIGNATURE_VECTORS_H\n#define SIGNATURE_VECTORS_H\n")
print(f'#define SIGNED_MESSAGE "{MESSAGE.decode()}"\n')

print("/* Private keys in DER. `openssl pkcs8 -topk8 -nocrypt`, and of one key of each kind the other forms. */")
print("static const struct {\n    const char *name, *form, *der;\n} private_keys[] = {")


def private(name, form, data):
    print(f'    {{"{name}", "{form}",\n{lines(data)}}},')


for key in SUPPORTED:
    private(key, "PKCS#8", openssl("pkcs8", "-topk8", "-nocrypt", "-in", f"{key}.pem", "-outform", "DER"))
private("rsa1025", "PKCS#1", openssl("rsa", "-in", "rsa1025.pem", "-traditional", "-outform", "DER"))
private("dsa1024", "traditional", openssl("dsa", "-in", "dsa1024.pem", "-outform", "DER"))
for key in CURVES:
    private(key, "SEC 1", openssl("ec", "-in", f"{key}.pem", "-outform", "DER"))
    private(key, "SEC 1 without point", openssl("ec", "-in", f"{key}.pem", "-no_public", "-outform", "DER"))
private("p256", "PKCS#8 without point", openssl("pkcs8", "-topk8", "-nocrypt", "-outform", "DER",
                                                stdin=openssl("ec", "-in", "p256.pem", "-no_public")))
print("};\n")

print("/* What must be refused; the fault. */")
print("static const struct {\n    const char *name, *der;\n    ocsp_fault fault;\n} refused_keys[] = {")


def refused(name, data, fault):
    print(f'    {{"{name}",\n{lines(data)},\n     OCSP_FAULT_{fault}}},')


FAULTS = {"p224": "KEY_CURVE", "k256": "KEY_CURVE", "explicit": "KEY_CURVE", "rsa1016": "KEY_SIZE", "rsa4104": "KEY_SIZE",
          "primes": "KEY_VERSION", "x25519": "KEY_ALGORITHM"}
for key, fault in FAULTS.items():
    refused(key, openssl("pkcs8", "-topk8", "-nocrypt", "-in", f"{key}.pem", "-outform", "DER"), fault)
refused("P-224 in SEC 1", openssl("ec", "-in", "p224.pem", "-outform", "DER"), "KEY_CURVE")
refused("encrypted", openssl("pkcs8", "-topk8", "-in", "p256.pem", "-outform", "DER", "-passout", "pass:secret"), "KEY_ENCRYPTED")
refused("a public key", openssl("pkey", "-in", "p256.pem", "-pubout", "-outform", "DER"), "KEY_FORM")
print("};\n")

print("/* `openssl pkey -pubout` */")
print("static const struct {\n    const char *name, *der;\n} public_keys[] = {")
for key in SUPPORTED:
    print(f'    {{"{key}",\n{lines(openssl("pkey", "-in", f"{key}.pem", "-pubout", "-outform", "DER"))}}},')
print("};\n")

print("/* The one signature that there is, by its SHA-256: of PKCS#1 v1.5, and of RSASSA-PSS with the octets 0, 1, 2, ... as salt. */")
print("static const struct {\n    const char *name;\n    ocsp_signature algorithm;\n    const char *sha256;\n} made_signatures[] = {")


def made(name, family, digest_name, signature):
    print(f'    {{"{name}", OCSP_SIGNATURE_{family}_{digest_name.upper()},\n     "{hashlib.sha256(signature).hexdigest()}"}},')


for key in [*RSA_BITS, "rsa_e3"]:
    for hash_name in HASHES:
        made(key, "RSA", hash_name, sign(key, hash_name))
for key in [*RSA_BITS, "rsa_e3", "pss", "pss_sha256"]:
    for hash_name in HASHES if key != "pss_sha256" else ["sha256"]:
        size = hashlib.new(hash_name).digest_size
        if (numbers_of(key)[0].bit_length() - 1 + 7) // 8 >= 2 * size + 2:
            made(key, "RSA_PSS", hash_name, pss(key, hash_name, bytes(range(size))))
print("};\n")

print("/* Signatures that `openssl dgst -sign` made with randomness. salt_length: of RSASSA-PSS. */")
print("static const struct {\n    const char *name;\n    ocsp_signature algorithm;\n    ocsp_hash mgf1_hash;\n    int salt_length;\n"
      "    const char *signature;\n} checked_signatures[] = {")


def checked(name, family, digest_name, signature, mgf1="NONE", salt_length=0):
    print(f'    {{"{name}", OCSP_SIGNATURE_{family}_{digest_name.upper()}, OCSP_HASH_{mgf1.upper()}, {salt_length},\n{lines(signature)}}},')


def checked_pss(name, digest_name, mgf1, salt_length):
    checked(name, "RSA_PSS", digest_name, sign(name, digest_name, "-sigopt", "rsa_padding_mode:pss", "-sigopt", f"rsa_mgf1_md:{mgf1}",
                                               "-sigopt", f"rsa_pss_saltlen:{salt_length}"), mgf1, salt_length)


for hash_name in HASHES:
    checked_pss("rsa2047", hash_name, "sha256", 0)
    checked_pss("rsa1025", hash_name, hash_name, 20)
checked_pss("rsa1025", "sha256", "sha512", 94)  # all the room that there is
checked_pss("pss", "sha384", "sha1", 48)
checked_pss("pss_sha256", "sha256", "sha256", 32)
checked_pss("pss_sha256", "sha256", "sha256", 50)
checked_pss("pss_mgf1", "sha256", "sha1", 20)
for key in CURVES:
    for hash_name in HASHES:
        checked(key, "ECDSA", hash_name, sign(key, hash_name))
for key in DSA_SIZES:
    for hash_name in HASHES:
        checked(key, "DSA", hash_name, sign(key, hash_name))
print("};\n\n#endif")
