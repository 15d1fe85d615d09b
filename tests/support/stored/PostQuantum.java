/*
 * Makes post-quantum.json by Bouncy Castle 1.82, an implementation of ML-DSA (FIPS 204, RFC 9881) and SLH-DSA (FIPS
 * 205, RFC 9909) that is nobody's copy of OpenSSL's, which Node's are: keys, certificates and OCSP responses. For each
 * parameter set: `issuer`, a CA's certificate that its key issued to itself, `response`, an answer signed with that key
 * about serial number 0x1234, and, of ML-DSA-44 only, `certificate` with that number and `delegated`, an answer of a
 * delegate of the CA. Of SLH-DSA-SHAKE-256f, whose signatures have 49,856 bytes, there is `issuer` alone.
 *
 *   for each of bcpkix, bcprov, bcutil:
 *     mvn dependency:copy -Dartifact=org.bouncycastle:bcpkix-jdk18on:1.82 -DoutputDirectory=build/bouncycastle
 *   java -cp 'build/bouncycastle/*' tests/support/stored/PostQuantum.java >tests/support/stored/post-quantum.json
 */
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Security;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import org.bouncycastle.asn1.ocsp.OCSPObjectIdentifiers;
import org.bouncycastle.asn1.DERNull;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.asn1.x509.KeyUsage;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.X509v3CertificateBuilder;
import org.bouncycastle.cert.ocsp.BasicOCSPRespBuilder;
import org.bouncycastle.cert.ocsp.CertificateID;
import org.bouncycastle.cert.ocsp.CertificateStatus;
import org.bouncycastle.cert.ocsp.OCSPRespBuilder;
import org.bouncycastle.cert.ocsp.RespID;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.DigestCalculator;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.operator.jcajce.JcaDigestCalculatorProviderBuilder;

public class PostQuantum {
    static final Date START = Date.from(Instant.parse("2024-01-01T00:00:00Z"));
    static final Date END = Date.from(Instant.parse("2099-01-01T00:00:00Z"));
    static final BigInteger SERIAL = BigInteger.valueOf(0x1234);

    static KeyPair keyPair(String algorithm) throws Exception {
        return KeyPairGenerator.getInstance(algorithm, "BC").generateKeyPair();
    }

    static ContentSigner signer(String algorithm, KeyPair pair) throws Exception {
        return new JcaContentSignerBuilder(algorithm).setProvider("BC").build(pair.getPrivate());
    }

    static X509v3CertificateBuilder certificate(String issuer, String subject, long serial, KeyPair pair) {
        SubjectPublicKeyInfo info = SubjectPublicKeyInfo.getInstance(pair.getPublic().getEncoded());
        return new X509v3CertificateBuilder(
            new X500Name("CN=" + issuer), BigInteger.valueOf(serial), START, END, new X500Name("CN=" + subject), info);
    }

    static byte[] response(X509CertificateHolder issuer, X509CertificateHolder responder, ContentSigner signer)
        throws Exception {
        DigestCalculator sha1 = new JcaDigestCalculatorProviderBuilder().build().get(CertificateID.HASH_SHA1);
        BasicOCSPRespBuilder builder = new BasicOCSPRespBuilder(new RespID(responder.getSubject()));
        builder.addResponse(new CertificateID(sha1, issuer, SERIAL), CertificateStatus.GOOD, START, END);
        X509CertificateHolder[] sent = responder == issuer ? null : new X509CertificateHolder[] {responder};
        return new OCSPRespBuilder().build(OCSPRespBuilder.SUCCESSFUL, builder.build(signer, sent, START)).getEncoded();
    }

    static List<String> files = new ArrayList<>();

    static void add(String name, byte[] der) {
        files.add("    \"" + name + "\": \"" + Base64.getEncoder().encodeToString(der) + "\"");
    }

    static void make(String algorithm) throws Exception {
        KeyPair pair = keyPair(algorithm);
        ContentSigner signer = signer(algorithm, pair);
        X509CertificateHolder issuer = certificate(algorithm, algorithm, 1, pair)
            .addExtension(Extension.basicConstraints, true, new BasicConstraints(true))
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.keyCertSign | KeyUsage.cRLSign))
            .build(signer);
        add("issuer", issuer.getEncoded());
        if (algorithm.equals("SLH-DSA-SHAKE-256F")) {
            return;
        }
        add("response", response(issuer, issuer, signer));
        if (!algorithm.equals("ML-DSA-44")) {
            return;
        }
        /* Of which only the signature is of interest: its own key is a short one. */
        KeyPairGenerator shorter = KeyPairGenerator.getInstance("EC", "BC");
        shorter.initialize(256);
        add("certificate", certificate(algorithm, "leaf", 0x1234, shorter.generateKeyPair()).build(signer).getEncoded());
        KeyPair delegated = keyPair(algorithm);
        X509CertificateHolder delegate = certificate(algorithm, "responder", 2, delegated)
            .addExtension(Extension.keyUsage, true, new KeyUsage(KeyUsage.digitalSignature))
            .addExtension(Extension.extendedKeyUsage, false, new ExtendedKeyUsage(KeyPurposeId.id_kp_OCSPSigning))
            .addExtension(OCSPObjectIdentifiers.id_pkix_ocsp_nocheck, false, DERNull.INSTANCE)
            .build(signer);
        add("delegated", response(issuer, delegate, signer(algorithm, delegated)));
    }

    public static void main(String[] arguments) throws Exception {
        Security.addProvider(new BouncyCastleProvider());
        String[] algorithms = {"ML-DSA-44", "ML-DSA-65", "ML-DSA-87", "SLH-DSA-SHA2-128S", "SLH-DSA-SHAKE-256F"};
        List<String> all = new ArrayList<>();
        for (String algorithm : algorithms) {
            make(algorithm);
            /* NIST writes the last letter small. */
            String name = algorithm.replaceAll("S$", "s").replaceAll("F$", "f");
            all.add("  \"" + name + "\": {\n" + String.join(",\n", files) + "\n  }");
            files.clear();
        }
        System.out.println("{\n" + String.join(",\n", all) + "\n}");
    }
}
