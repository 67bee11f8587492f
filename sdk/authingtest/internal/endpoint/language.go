package endpoint

import (
	"net/http"

	"github.com/authing-community/authing-go/sdk/authing"
	"github.com/authing-community/authing-go/sdk/authingtest/internal/service"
)

// inLanguage tells a refusal in Chinese where the request asks for it, and the box
// knows the words: those of the core API's document.
func inLanguage(r *http.Request, refused *service.Error) *service.Error {
	if r.Header.Get("X-Authing-Lang") != "zh-CN" {
		return refused
	}
	words := chinese(refused.Code)
	if words == "" {
		return refused
	}
	return &service.Error{Code: refused.Code, Message: words, Data: refused.Data}
}

// chinese is what a code means; "" where the box does not know the words.
func chinese(code authing.Code) string {
	switch code {
	case authing.CodeMessageNotSent:
		return "手机号码格式非法"
	case authing.CodeNotAllowed:
		return "没有权限执行此操作"
	case authing.CodeAppAccessDenied:
		return "没有权限登录此应用"
	case authing.CodeMFARequired, authing.CodeAppMFARequired:
		return "需要进行多因素认证"
	case authing.CodeFirstLoginPasswordReset:
		return "首次登录请修改密码"
	case authing.CodeWrongVerificationCode:
		return "验证码不正确"
	case authing.CodeInvalidEmail:
		return "非法邮箱地址"
	case authing.CodeUserNotFound:
		return "用户不存在"
	case authing.CodeUserLocked:
		return "用户已被锁定"
	case authing.CodePasswordNotDecrypted:
		return "密码解密失败"
	case authing.CodeNotSignedIn:
		return "尚未登录，无访问权限"
	case authing.CodeUserExists:
		return "用户已存在，请直接登录"
	case authing.CodePasswordTooShort:
		return "密码长度不能少于 6 位"
	case authing.CodeParametersIncomplete:
		return "参数不完整"
	case authing.CodeVerificationCodeExpired:
		return "验证码已过期"
	case authing.CodeWrongCredentials:
		return "帐号或密码错误"
	case authing.CodeWrongOneTimePassword:
		return "安全码错误"
	case authing.CodeWrongRecoveryCode:
		return "恢复代码错误"
	case authing.CodeIDTokenInvalid:
		return "id token 非法或已过期"
	case authing.CodeEmailAddressInvalid:
		return "邮箱地址非法"
	case authing.CodeBoundToAnotherUser:
		return "当前手机号或邮箱已绑定其他用户"
	case authing.CodeNoOtherWayBound:
		return "当前用户未绑定其他登录方式"
	case authing.CodeIncorrectOldPassword:
		return "旧密码不正确"
	}
	return ""
}
